"""A language model as coder: `coder` shows the flow, `endpoint` how it is asked, `excerpts` what leaves the machine."""
