"""Sound: the only package that knows pydub, PyAV and lameenc.

Inside it sound is `Pcm`: one channel of 16-bit samples at the rate it came in, until the last
step, where a passage is resampled, levelled, limited and encoded.
"""
