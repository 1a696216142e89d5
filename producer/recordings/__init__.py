"""What people have said in person: recordings of a script, cut into its sentences.

    recordings/<name>/alignment.json    which sentences, from where to where, who has confirmed them
    recordings/<name>/0001.flac …       each as it was cut

A sentence that is confirmed is heard in place of its speaker's voice for as long as its text stays
as it was said.

| file          | what                                                  |
|---------------|-------------------------------------------------------|
| recording.py  | a recording and its sentences, read and written        |
| takes.py      | which take stands for which sentence of a script       |
| cutting.py    | where a sentence is best cut out of what is around it  |
"""

from producer.recordings.recording import (
    RecordedSentence,
    Recording,
    folders,
    load_recording,
    save_recording,
)
from producer.recordings.takes import Takes, takes

__all__ = [
    "RecordedSentence",
    "Recording",
    "Takes",
    "folders",
    "load_recording",
    "save_recording",
    "takes",
]
