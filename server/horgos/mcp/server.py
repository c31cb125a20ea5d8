"""The server of the protocol: its tools, and every resource of the dataset as a resource of the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from horgos import __version__
from horgos.errors import HorgosError
from horgos.formats import BY_NAME
from horgos.mcp.text import text
from horgos.mcp.tools import TOOLS
from horgos.pages.reading import Reader, is_iri
from horgos.pages.reference.description import describe, is_described, serialise
from horgos.pages.reference.modelling import MODEL
from horgos.pages.words.glossary import Glossary
from horgos.pages.words.names import Names
from horgos.terms import best_label

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

    from horgos.site import Site

TRIG = BY_NAME["trig"]
READING = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def server(site: Site) -> Server[dict[str, Any]]:
    """The server of a site, which has to stay open for as long as this is used."""
    handlers = _Handlers(site)
    title = site.publication.title
    return Server(
        site.dataset.name,
        version=__version__,
        title=title,
        description=_described(site),
        instructions=_instructions(site),
        website_url=site.config.public_url or None,
        on_list_tools=handlers.tools,
        on_call_tool=handlers.call,
        on_list_resources=handlers.resources,
        on_list_resource_templates=handlers.templates,
        on_read_resource=handlers.read,
    )


def _described(site: Site) -> str:
    label = best_label(site.dataset.description, ["en"])
    return label.text if label else site.publication.title


def _instructions(site: Site) -> str:
    """What a client tells its model about the dataset."""
    return "\n".join(
        (
            f"{site.publication.title}. {_described(site)}",
            *MODEL,
            "Answer with what the sources say and name the passages; where they disagree, tell both sides.",
        )
    )


class _Handlers:
    """What is answered to the requests of the protocol. Tools run in threads: the engine makes them wait."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._glossary = Glossary()
        self._tools = {tool.name: tool for tool in TOOLS}

    async def tools(
        self, context: ServerRequestContext[dict[str, Any]], params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """All tools."""
        del context, params
        return ListToolsResult(
            tools=[
                Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    input_schema=tool.arguments.model_json_schema(),
                    output_schema=tool.answers.model_json_schema(),
                    annotations=READING,
                )
                for tool in TOOLS
            ]
        )

    async def call(
        self, context: ServerRequestContext[dict[str, Any]], params: CallToolRequestParams
    ) -> CallToolResult:
        """The answer of a tool, as JSON and as text, or what is wrong with the call."""
        del context
        return await asyncio.to_thread(self._answer, params.name, params.arguments or {})

    def _answer(self, name: str, given: Mapping[str, Any]) -> CallToolResult:
        tool = self._tools.get(name)
        if tool is None:
            return _error(f"There is no tool {name!r}. There are: {', '.join(self._tools)}.")
        try:
            answer = tool.call(self._site, self._glossary, given)
        except HorgosError as error:
            place = f" ({error.place})" if error.place else ""
            return _error(f"{error.title}{place}: {error}")
        except ValidationError as error:
            return _error(_wrong(name, tool.arguments.model_fields, error))
        return CallToolResult(
            content=[TextContent(text=text(answer))],
            structured_content=answer.model_dump(mode="json"),
        )

    async def resources(
        self, context: ServerRequestContext[dict[str, Any]], params: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        """The dataset and its documents; all other resources are found by `search`."""
        del context, params
        return ListResourcesResult(resources=await asyncio.to_thread(self._resources))

    def _resources(self) -> list[Resource]:
        site = self._site
        names = Names(Reader(site.engine, site.prefixes, site.base, glossary=self._glossary))
        documents = [row["document"].value for row in names.reader.select("documents")]
        iris = [site.dataset.iri, *dict.fromkeys(documents)]
        names.load(iris)
        labels = ((iri, names.label(iri).text) for iri in iris)
        return [
            Resource(uri=iri, name=label, title=label, mime_type=TRIG.media_type) for iri, label in labels
        ]

    async def templates(
        self, context: ServerRequestContext[dict[str, Any]], params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        """Every IRI of the dataset."""
        del context, params
        template = ResourceTemplate(
            uri_template=f"{self._site.base.iri}{{+path}}",
            name="resource",
            title="A resource of the dataset",
            description="What is said of it, in TriG: each graph is named after the passage, or other voice, "
            "that says it.",
            mime_type=TRIG.media_type,
        )
        return ListResourceTemplatesResult(resource_templates=[template])

    async def read(
        self, context: ServerRequestContext[dict[str, Any]], params: ReadResourceRequestParams
    ) -> ReadResourceResult:
        """What is said of a resource, in TriG. Raises MCPError where nothing is."""
        del context
        uri = str(params.uri)
        try:
            content = await asyncio.to_thread(self._read, uri)
        except HorgosError as error:
            raise MCPError(code=INVALID_PARAMS, message=str(error), data={"uri": uri}) from None
        if content is None:
            message = f"Nothing is known here about <{uri}>. The tool search finds what there is."
            raise MCPError(code=INVALID_PARAMS, message=message, data={"uri": uri})
        return ReadResourceResult(
            contents=[TextResourceContents(uri=uri, mime_type=TRIG.media_type, text=content)]
        )

    def _read(self, uri: str) -> str | None:
        quads = describe(self._site.engine, uri) if is_iri(uri) else ()
        if not is_described(quads, uri):
            return None
        return serialise(quads, TRIG, self._site.prefixes).decode()


def _error(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)


def _wrong(name: str, known: Mapping[str, Any], error: ValidationError) -> str:
    """What is wrong with arguments: which, how, and which there are."""
    found = "; ".join(
        f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False)
    )
    return f"The arguments of {name} are wrong: {found}. It takes: {', '.join(known)}."
