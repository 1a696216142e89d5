"""A bilingual transcript in, tagged bilingual podcast episodes out.

An episode is a build. Each stage is a function from plain values to plain values, and what it
makes is kept under the hash of all that it was made from:

| stage       | folder               | takes                    | gives                            |
|-------------|----------------------|--------------------------|----------------------------------|
| settings    | show/                | show.toml                | Show                             |
| reading     | transcript/          | a file                   | Script: turns × languages        |
| translation | translation/         | a Script, a chat service | what it lacks, to be confirmed   |
| casting     | casting/             | Script, voices/cast.toml | a voice per speaker and language |
| sentences   | speech/sentences.py  | a paragraph              | sentences, one utterance each    |
| pairs       | alignment/           | sentences, two languages | what means the same in both      |
| lexicon     | lexicon/             | a sentence               | its terms as they are spoken     |
| speech      | speech/              | a sentence               | it as a voice is to say it       |
| planning    | plan/                | all of these             | Plan: what is to be spoken       |
| synthesis   | synthesis/, engines/ | utterances, an engine    | clips with word marks            |
| listening   | listening/, models/  | clips and their text     | what was heard instead           |
| rendering   | render/, audio/      | clips of a passage       | a segment: MP3 frames and cues   |
| editions    | render/edition.py    | segments, an ordering    | one MP3 and its timeline         |
| publishing  | publish/             | the timeline             | tags, captions, page, feed …     |

`plan/` decides all that can be decided before a word is spoken, and `pipeline.py` runs the stages
in this order: `episode/` leads from clips to editions and from editions to files, `workers/` does
the work on this machine or on a cluster. `review/` shows a show in a browser; `cli.py` and
`commands/` are all that prints and prompts. Below every stage lie the files of this folder, which
import nothing else of the project; buckets/, store/ and show/ come next. Stages do not import each
other.
"""

__version__ = "0.1.0"
