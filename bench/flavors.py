"""How the questions of `generate.py` are written down for each generator: content, settings, layouts.

The layouts of Hugo, Zola and Eleventy are as small as ours is: title, level, tags, summary,
body, the neighbours in the chapter; a page a chapter, a tag and a level. mdBook and Zensical
come with themes of their own. What a generator cannot do (BENCHMARKS.md lists it) is left out.
"""

import json
import re

LINK = re.compile(r"\{link:(\d+)\}")


class Site:
    """What all flavors share: where a topic lies and how it is linked."""

    content = "content"
    folder_index = "index.md"

    def __init__(self, out, topics, tags, levels, to_chapter):
        self.out, self.topics, self.tags, self.levels, self.to_chapter = out, topics, tags, levels, to_chapter

    def path_of(self, number):
        return f"chapter-{number // self.to_chapter:04d}/topic-{number:05d}"

    def chapters(self):
        return range((self.topics + self.to_chapter - 1) // self.to_chapter)

    def members(self, chapter):
        return range(chapter * self.to_chapter, min((chapter + 1) * self.to_chapter, self.topics))

    def write(self, path, text):
        path = self.out / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def link(self, number):
        return f"../{self.path_of(number)}.md"

    def body(self, topic):
        return LINK.sub(lambda found: self.link(int(found.group(1))), topic.body)

    def begin(self):
        pass

    def end(self):
        pass

    def chapter(self, chapter, text):
        front = self.chapter_front(f"Chapter {chapter}")
        self.write(f"{self.content}/chapter-{chapter:04d}/{self.folder_index}", f"{front}{text}\n")

    def topic(self, topic):
        self.write(f"{self.content}/{self.path_of(topic.number)}.md", self.front(topic) + self.body(topic))


def quoted(words):
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


class Studybook(Site):
    def begin(self):
        tags = "\n".join(f'{tag} = {{ label = "Tag {tag[4:]}" }}' for tag in self.tags)
        self.write("book.toml", f'[book]\ntitle = "Generated"\nbase_url = "https://example.org/"\ncards = false\n\n[tags]\n{tags}\n')
        self.write("content/index.md", '+++\ntitle = "Generated"\n+++\nA guide made to be measured.\n')

    def chapter_front(self, title):
        return f'+++\ntitle = "{title}"\n+++\n'

    def front(self, topic):
        return (
            f'+++\ntitle = "{topic.title}"\nshort = "{topic.short}"\ndifficulty = "{topic.level}"\n'
            f'tags = {quoted(topic.tags)}\nsummary = "{topic.summary}"\nasks = ["{topic.ask}"]\n'
            f'id = "topic.{topic.number}"\n+++\n'
        )


class Mdbook(Site):
    """Search is on; there are no tags, no levels, and code is coloured in the browser."""

    content = "src"

    def begin(self):
        self.write("book.toml", '[book]\ntitle = "Generated"\n\n[output.html]\n[output.html.search]\nenable = true\n')
        lines = ["# Summary", "", "[Generated](index.md)", ""]
        for chapter in self.chapters():
            lines.append(f"- [Chapter {chapter}](chapter-{chapter:04d}/index.md)")
            lines += [f"  - [Topic {number}]({self.path_of(number)}.md)" for number in self.members(chapter)]
        self.write("src/SUMMARY.md", "\n".join(lines) + "\n")
        self.write("src/index.md", "# Generated\n\nA guide made to be measured.\n")

    def chapter_front(self, title):
        return f"# {title}\n\n"

    def front(self, topic):
        return f"# {topic.title}\n\n*{topic.level}* {', '.join(topic.tags)}\n\n**{topic.summary}**\n\n"


class Hugo(Site):
    folder_index = "_index.md"

    def begin(self):
        self.write(
            "hugo.toml",
            'baseURL = "https://example.org/"\ntitle = "Generated"\ndisableKinds = ["RSS"]\nuglyURLs = true\n'
            '[taxonomies]\ntag = "tags"\nlevel = "levels"\n'
            "[pagination]\ndisableAliases = true\npagerSize = 100000\n"
            "[markup.highlight]\nnoClasses = false\n"
            '[markup.goldmark.renderHooks.link]\nuseEmbedded = "always"\n',
        )
        self.write("content/_index.md", '---\ntitle: "Generated"\n---\nA guide made to be measured.\n')
        self.write(
            "layouts/_default/baseof.html",
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
            '<meta name="description" content="{{ .Params.summary }}"></head><body>'
            '<header><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a> <a href="/tags.html">tags</a></header>'
            '<main>{{ block "main" . }}{{ end }}</main></body></html>\n',
        )
        self.write(
            "layouts/_default/single.html",
            '{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ with .GetTerms "levels" }}{{ range . }}<a href="{{ .RelPermalink }}">'
            "{{ .LinkTitle }}</a>{{ end }}{{ end }} {{ with .GetTerms \"tags\" }}{{ range . }}<a href=\"{{ .RelPermalink }}\">"
            "{{ .LinkTitle }}</a> {{ end }}{{ end }}</p><p>{{ .Params.summary }}</p>{{ .Content }}"
            '<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} '
            '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}\n',
        )
        self.write(
            "layouts/_default/list.html",
            '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> '
            "{{ .Params.summary }}</li>{{ end }}</ul>{{ end }}\n",
        )

    def chapter_front(self, title):
        return f'---\ntitle: "{title}"\n---\n'

    def front(self, topic):
        return (
            f'---\ntitle: "{topic.title}"\nsummary: "{topic.summary}"\nweight: {topic.number + 1}\n'
            f"tags: {quoted(topic.tags)}\nlevels: {quoted([topic.level])}\n---\n"
        )


class Zola(Site):
    folder_index = "_index.md"

    def begin(self):
        self.write(
            "config.toml",
            'base_url = "https://example.org"\ntitle = "Generated"\nbuild_search_index = true\n'
            'taxonomies = [{ name = "tags" }, { name = "levels" }]\n[markdown.highlighting]\n'
            'theme = "github-light"\nstyle = "class"\n',
        )
        self.write("content/_index.md", '+++\ntitle = "Generated"\n+++\nA guide made to be measured.\n')
        head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ config.title }}</title></head><body><main>'
        cards = '<ul>{% for it in PAGES %}<li><a href="{{ it.permalink | safe }}">{{ it.title }}</a></li>{% endfor %}</ul>'
        self.write(
            "templates/page.html",
            head + "<h1>{{ page.title }}</h1><p>{% for tag in page.taxonomies.tags %}"
            "<a href=\"{{ get_taxonomy_url(kind='tags', name=tag) | safe }}\">{{ tag }}</a> {% endfor %}</p>"
            "<p>{{ page.description }}</p>{{ page.content | safe }}</main></body></html>\n",
        )
        section = "<h1>{{ section.title }}</h1>{{ section.content | safe }}"
        self.write("templates/section.html", head + section + cards.replace("PAGES", "section.pages") + "</main></body></html>\n")
        self.write("templates/index.html", head + section + "</main></body></html>\n")
        self.write(
            "templates/taxonomy_list.html",
            head + '<ul>{% for it in terms %}<li><a href="{{ it.permalink | safe }}">{{ it.name }}</a></li>{% endfor %}</ul></main></body></html>\n',
        )
        self.write("templates/taxonomy_single.html", head + cards.replace("PAGES", "term.pages") + "</main></body></html>\n")

    def link(self, number):
        return f"@/{self.path_of(number)}.md"

    def chapter_front(self, title):
        return f'+++\ntitle = "{title}"\nsort_by = "weight"\n+++\n'

    def front(self, topic):
        return (
            f'+++\ntitle = "{topic.title}"\ndescription = "{topic.summary}"\nweight = {topic.number + 1}\n'
            f"[taxonomies]\ntags = {quoted(topic.tags)}\nlevels = {quoted([topic.level])}\n+++\n"
        )


class Eleventy(Site):
    """Links are not rewritten by Eleventy, so they are final addresses; Liquid in Markdown is off."""

    def begin(self):
        self.write(
            "eleventy.config.cjs",
            'const highlight = require("@11ty/eleventy-plugin-syntaxhighlight");\n'
            'const anchor = require("markdown-it-anchor");\nconst footnote = require("markdown-it-footnote");\n'
            "module.exports = function (config) {\n"
            "  config.addPlugin(highlight);\n"
            '  config.amendLibrary("md", (md) => md.use(anchor.default || anchor).use(footnote.default || footnote));\n'
            '  return { dir: { input: "content", includes: "../_includes", output: "_site" }, markdownTemplateEngine: false, htmlTemplateEngine: "liquid" };\n'
            "};\n",
        )
        head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><header><a href="/index.html">Generated</a></header><main><h1>{{ title }}</h1>'
        self.write(
            "_includes/topic.liquid",
            head + '<p><a href="/levels/{{ level }}.html">{{ level }}</a> {% for tag in marks %}<a href="/tags/{{ tag }}.html">{{ tag }}</a> {% endfor %}</p>'
            "<p>{{ summary }}</p>{{ content }}</main></body></html>\n",
        )
        self.write("_includes/chapter.liquid", head + "{{ content }}</main></body></html>\n")
        listing = (
            head + "<ul>{% for it in collections[name] %}"
            '<li><a href="{{ it.url }}">{{ it.data.title }}</a></li>{% endfor %}</ul></main></body></html>\n'
        )
        for folder, names in (("tags", self.tags), ("levels", self.levels)):
            for name in names:
                front = f'---\ntitle: "{name}"\nname: "{name}"\npermalink: "{folder}/{name}.html"\n---\n'
                self.write(f"content/{folder}/{name}.liquid", front + listing)
        self.write("content/index.md", '---\ntitle: "Generated"\nlayout: chapter.liquid\npermalink: index.html\n---\nA guide made to be measured.\n')

    def link(self, number):
        return f"/{self.path_of(number)}.html"

    def chapter(self, chapter, text):
        front = f'---\ntitle: "Chapter {chapter}"\nlayout: chapter.liquid\npermalink: chapter-{chapter:04d}/index.html\n---\n'
        links = "".join(f"- [Topic {number}]({self.link(number)})\n" for number in self.members(chapter))
        self.write(f"content/chapter-{chapter:04d}/index.md", f"{front}{text}\n\n{links}")

    def front(self, topic):
        return (
            f'---\ntitle: "{topic.title}"\nsummary: "{topic.summary}"\nlevel: "{topic.level}"\nmarks: {quoted(topic.tags)}\n'
            f"tags: {quoted([*topic.tags, topic.level])}\nlayout: topic.liquid\npermalink: {self.path_of(topic.number)}.html\n---\n"
        )


class Zensical(Site):
    """Its own theme, with the navigation pruned as its manual advises for large sites; levels are tags too."""

    content = "docs"

    def begin(self):
        self.write(
            "zensical.toml",
            '[project]\nsite_name = "Generated"\nsite_url = "https://example.org/"\n[project.theme]\nfeatures = ["navigation.prune"]\n'
            "[project.plugins.search]\n[project.plugins.tags]\n"
            "[project.markdown_extensions.tables]\n[project.markdown_extensions.footnotes]\n"
            "[project.markdown_extensions.pymdownx.highlight]\n[project.markdown_extensions.pymdownx.superfences]\n",
        )
        self.write("docs/index.md", "# Generated\n\nA guide made to be measured.\n")
        self.write("docs/tags.md", "# Tags\n\n<!-- material/tags -->\n")

    def chapter_front(self, title):
        return f"# {title}\n\n"

    def front(self, topic):
        return f"---\ntags: {json.dumps([*topic.tags, topic.level])}\ndescription: \"{topic.summary}\"\n---\n# {topic.title}\n\n**{topic.summary}**\n\n"


FLAVORS = {
    "studybook": Studybook,
    "mdbook": Mdbook,
    "hugo": Hugo,
    "zola": Zola,
    "eleventy": Eleventy,
    "zensical": Zensical,
}
