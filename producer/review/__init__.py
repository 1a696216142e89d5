"""The review page: look at a script, hear it, mend it, make the episode. `producer review`.

The files are the state: each request reads the script, the cast, the lexicon and the settings, and
each change is an edit of one file, refused if another editor has changed it since it was shown.

| file             | gives                                                                       |
| ---------------- | --------------------------------------------------------------------------- |
| server.py        | the routes, and the server that ends when it is told to                     |
| guard.py         | who may ask: Host, Origin, token, sizes; what a browser may do with answers |
| requests.py      | a request as the handlers see it, and errors as answers                     |
| review_items.py  | a transcript under review, and what it is when it is opened                 |
| workspace.py     | the transcripts of the show; one of them opened: script, plan, problems     |
| view_models.py   | an opened transcript as plain values for the templates                      |
| uploads.py       | a transcript that a browser sends                                           |
| limited.py       | work on it in a process of its own, with a limit                            |
| translating.py   | a passage that is missing, from the service that the show names             |
| preview.py       | a passage, or a sentence in another voice, spoken and rendered on demand    |
| jobs.py          | the making of an episode in a process of its own, with progress             |
| episode_cache.py | what is known of finished episodes: manifests, checks, pictures             |

| editing/         | gives                                                                  |
| ---------------- | ---------------------------------------------------------------------- |
| passage_edits.py | a Script → a Script: text, boundaries between turns, credits, chapters |
| turn_edits.py    | a Script → a Script: turns split, joined, added, removed, moved        |
| speaker_edits.py | a Script → a Script: names of speakers, and who is one person          |
| recheck.py       | what is found in the turns that an edit has changed                    |
| file_history.py  | edits of files that others may edit too, their undoing and redoing     |

| handlers/   | gives                                                 |
| ----------- | ----------------------------------------------------- |
| pages.py    | the pages and their parts                             |
| forms.py    | forms for text and turns                              |
| edits.py    | edits of script, cast and lexicon                     |
| previews.py | passages and sentences to be heard                    |
| making.py   | transcripts taken in, episodes made, feeds written    |
| events.py   | what a page is told without asking                    |
| media.py    | sound with ranges, and the files of finished episodes |

static/htmx.min.js is htmx 2.0.11 as npm has it, with its licence beside it.
"""
