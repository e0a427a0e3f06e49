"""Every screen in every state worth a look: reached once, then photographed or checked.

`make pictures` photographs each in four sizes and both themes; a browser test asks axe about each.
"""
