"""How texts are set: where a line may end. `titles` names and headings, `prose` running text, `code` code."""
