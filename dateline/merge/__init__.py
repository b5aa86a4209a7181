"""CodedEvent... -> Incident...: which events tell of one happening, and what their claims agree on."""
