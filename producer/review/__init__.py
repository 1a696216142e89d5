"""The review page: look at a script, hear it, mend it, make the episode. `producer review`.

The files are the state: each request reads the script, the cast, the lexicon and the settings, and
each change is an edit of one file, refused if another editor has changed it since it was shown.

| file         | gives                                                                          |
|--------------|--------------------------------------------------------------------------------|
| desk.py      | the transcripts of the show, and one of them opened: script, plan, problems    |
| files.py     | edits of files that others may edit too, and their undoing                     |
| edits.py     | a Script → a Script: text, boundaries between turns, credits, chapters         |
| turns.py     | a Script → a Script: turns split, joined, added, removed, moved                |
| imports.py   | a transcript that a browser sends                                              |
| listening.py | a passage, or a sentence in another voice, spoken and rendered on demand        |
| jobs.py      | the making of an episode, in a process of its own, with progress and cancelling |
| finished.py  | the finished episodes: manifests, checks, pictures                             |
| guard.py     | who may ask: Host, Origin, token, sizes; what a browser may do with answers    |
| asked.py     | a request as the handlers see it, and errors as answers                        |
| views.py     | an opened transcript as values for the templates                               |
| pages.py     | what is shown                                                                  |
| forms.py     | forms for text and turns                                                       |
| changes.py   | what is done                                                                   |
| events.py    | what a page is told without asking                                             |
| media.py     | sound with ranges, and the files of finished episodes                          |
| server.py    | the routes, and the server that ends when it is told to                        |

static/htmx.min.js is htmx 2.0.11 as npm has it, with its licence beside it.
"""
