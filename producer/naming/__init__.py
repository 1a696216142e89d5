"""How people are named: by roles, by titles, by family names. Data, and what is asked of it.

| file        | has                                                             |
|-------------|-----------------------------------------------------------------|
| roles.py    | parts in a conversation: "Host", 记者, "Q"                      |
| titles.py   | titles before and behind names, of which kind and gender        |
| surnames.py | Chinese family names, and those that are read in an unusual way |
"""
