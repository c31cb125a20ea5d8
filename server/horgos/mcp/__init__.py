"""The dataset for language models: a server of the Model Context Protocol (modelcontextprotocol.io).

    transports ─ server ─ tools ─ things, findings, queries ─ stated, evidence ─ models
                              └─ text

The only place that imports the protocol's SDK, the optional extra `mcp` of this package. A tool takes a model
of arguments and returns a model of an answer; `text` writes the answer for those who read no JSON. Every
answer carries the passages that it rests on, or says that it rests on none that can be named.
"""
