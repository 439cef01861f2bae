"""Reading the pages of the back office: the rows of a list, and what stands in a form."""

import re
from html.parser import HTMLParser


def rows(answer, table='id="result_list"'):
    """The texts of a table, row by row."""
    body = answer.content.decode().split(table)[1].split("<tbody")[1].split("</tbody>")[0]
    cells = [re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[words(cell) for cell in row] for row in cells]


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def told(answer):
    """The messages of the page."""
    return [str(message) for message in answer.context["messages"]]


def typed_in(answer, **changes):
    """What a browser would send for the page's form, with some fields changed; the empty extra rows left empty."""
    reader = Form()
    reader.feed(answer.content.decode())
    return {**reader.values, **changes}


class Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self.select, self.textarea = {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, value = given.get("name"), given.get("value", "")
        if tag == "input" and name and "__prefix__" not in name:
            if given.get("type") not in ("checkbox", "radio", "submit") or "checked" in given:
                self.values[name] = value
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.values):
            self.values[self.select] = value
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea] += data.strip("\n")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None
