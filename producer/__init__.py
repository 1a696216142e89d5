"""A bilingual transcript in, tagged bilingual podcast episodes out.

An episode is a build. Each stage is a function from plain values to plain values, and what it
makes is kept under the hash of all that it was made from:

| stage       | file             | takes                     | gives                               |
|-------------|------------------|---------------------------|-------------------------------------|
| settings    | show.py          | show.toml                 | Show, with what settings.py lists   |
| reading     | transcript/      | a file                    | Script: turns × languages, findings |
| translation | translation/     | a Script, a chat service  | what it lacks, to be confirmed      |
| casting     | casting/         | Script, voices/cast.toml  | a voice per speaker and language    |
| sentences   | sentences.py     | a paragraph               | sentences, one utterance each       |
| lexicon     | lexicon/         | a sentence                | its terms as they are spoken        |
| speech      | speech/          | a sentence                | it as a voice is to say it          |
| synthesis   | synthesis/       | utterances, an engine     | clips with word marks, in the store |
| rendering   | render/          | clips of a passage        | a segment: MP3 frames and cues      |
| editions    | edition.py       | segments, an ordering     | one MP3 and its timeline            |
| publishing  | publish/         | the timeline              | tags, manifest, captions, feed …    |

`plan.py` decides all that can be decided before a word is spoken, and `pipeline.py` runs the stages
in this order: `assembly.py` from clips to editions, in the processes of `workers.py` or on a
cluster, and `publication.py` from editions to files. `series.py` tells of all transcripts of a
show, `review/` shows them in a browser. `cli.py` and `commands/` are all that prints and prompts.
Below every stage lie model.py, timing.py and errors.py, which import nothing of the project;
store/, settings.py and show.py come next. Stages do not import each other.
"""

__version__ = "0.1.0"
