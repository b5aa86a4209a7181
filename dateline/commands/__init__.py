"""One module a command of the command line; each holds `command`, and is loaded when it is called."""
