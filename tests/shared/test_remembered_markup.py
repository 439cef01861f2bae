"""{% remember %}: markup that is worked out once for the same words."""

from django.template import engines


def render(source, *contexts):
    template = engines["django"].from_string("{% load portal %}" + source)
    return [template.render(context) for context in contexts]


def test_other_words_are_other_markup():
    shown = render(
        "{% remember title=event.title %}<b>{{ title }}</b>{% endremember %}", *({"event": {"title": t}} for t in "aba")
    )

    assert shown == ["<b>a</b>", "<b>b</b>", "<b>a</b>"]


def test_the_same_words_are_worked_out_once():
    asked = []

    def count():
        asked.append("asked")
        return "x"

    words = (count,)  # a value that is asked when it is shown
    shown = render("{% remember words=words %}{{ words.0 }}{% endremember %}", {"words": words}, {"words": words})

    assert shown == ["x", "x"]
    assert asked == ["asked"]


def test_it_sees_nothing_but_the_words_it_names():
    shown = render(
        "{% remember title=title %}{{ title }}{{ person }}{{ request.user }}{% endremember %}", {"title": "a", "person": "Lea"}
    )

    assert shown == ["a"]


def test_words_are_escaped():
    assert render("{% remember title=title %}{{ title }}{% endremember %}", {"title": "<b>"}) == ["&lt;b&gt;"]


def test_it_forgets_before_it_grows_without_end():
    [shown] = render(
        "{% for title in titles %}{% remember title=title %}{{ title }},{% endremember %}{% endfor %}", {"titles": range(2500)}
    )

    assert shown == "".join(f"{n}," for n in range(2500))
