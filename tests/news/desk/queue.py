"""The triage queue as an editor's browser meets it."""

QUEUE = "/admin/news/story/"


def row_of(page, story):
    return page.partition(f'id="story-{story.pk}"')[2].partition('id="story-')[0]


def press(client, do, *stories, **fields):
    data = {"do": do, "story": [story.pk for story in stories], **fields}
    return client.post(QUEUE, data, headers={"accept": "application/json"})
