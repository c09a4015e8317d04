// The two documents as one page, without a script.

import { html } from "hono/html";
import type { AsyncApiDocument } from "./asyncapi.ts";
import type { JsonSchema } from "./json_schema.ts";
import type { OpenApiDocument, OperationObject } from "./openapi.ts";
import { type Field, fieldsOf, type Html, notationOf } from "./schema_notation.ts";

/** The page as HTML. */
export function renderDocsPage(openApi: OpenApiDocument, asyncApi: AsyncApiDocument): string {
  const tags = openApi.tags.map(({ name }) => name);
  const schemas = { ...asyncApi.components.schemas, ...openApi.components.schemas };
  const sections = [
    ...tags.map((tag) => section(tag, operationsOf(tag, openApi))),
    section("Channel", channel(asyncApi)),
    section("Schemas", schemaTables(schemas)),
    section("Errors", errorTable(openApi["x-error-codes"])),
  ];
  const names = [...tags, "Channel", "Schemas", "Errors"];
  return String(html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Orpheus API</title>
        <link rel="stylesheet" href="/docs.css">
      </head>
      <body>
        <header>
          <h1>Orpheus API</h1>
          <p>${openApi.info.description} Version ${openApi.info.version}. For machines:
                <a href="/api/openapi.json">OpenAPI</a>, <a href="/api/asyncapi.json">AsyncAPI</a>.</p>
          <nav aria-label="Contents">
                ${names.map((name) =>
                  html`
                    <a href="#section-${name}">${name}</a>
                  `
                )}
              </nav>
        </header>
        <main>${sections}</main>
      </body>
    </html>
  `);
}

function section(name: string, content: Html | Html[]): Html {
  return html`<section id="section-${name}"><h2>${name}</h2>${content}</section>`;
}

function operationsOf(tag: string, { paths }: OpenApiDocument): Html[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => operationArticle(`${method.toUpperCase()} ${path}`, operation))
  );
}

function operationArticle(title: string, operation: OperationObject): Html {
  const { operationId, summary, description = "", responses } = operation;
  const request = requestFields(operation);
  return html`<article id="${operationId}">
    <h3><code>${title}</code></h3>
    <p>${summary}. ${description}</p>
    ${request.length > 0 ? fieldTable("Request", request) : ""}
    ${
    table(
      "Answers",
      Object.entries(responses).map(([status, { description, content }]) => [
        status,
        prose(description),
        Object.values(content ?? {}).map(({ schema }) => schema ? typeCode(schema) : ""),
      ]),
    )
  }
  </article>`;
}

function requestFields({ parameters, requestBody }: OperationObject): Field[] {
  const fields = parameters.map(({ name, required, schema = {}, in: place }) => ({
    name: `${name} (${place})`,
    isRequired: required,
    schema,
  }));
  const bodies = Object.values(requestBody?.content ?? {});
  return [
    ...fields,
    ...bodies.map(({ schema = {} }) => ({ name: "body", isRequired: true, schema })),
  ];
}

function channel({ info, operations, components }: AsyncApiDocument): Html[] {
  const intro = html`<p><code>GET /api/ws</code>. ${info.description}</p>`;
  const articles = Object.entries(operations).map(([name, operation]) => {
    const who = operation.action === "receive" ? "Client" : "Server";
    const messages = operation.messages.map(({ $ref }) => components.messages[lastPart($ref)]!);
    return html`<article id="channel-${name}">
      <h3>${who} sends ${name}</h3>
      ${
      messages.map(({ name, summary, payload }) =>
        fieldTable(summary ? `${name}. ${summary}` : name, fieldsOf(payload))
      )
    }
      ${
      operation.reply
        ? html`<p>Answered with ${
          operation.reply.messages.map(({ $ref }) => lastPart($ref)).join(" or ")
        }.</p>`
        : ""
    }
    </article>`;
  });
  return [intro, ...articles];
}

function schemaTables(schemas: Readonly<Record<string, JsonSchema>>): Html[] {
  return Object.entries(schemas).toSorted(([a], [b]) => a < b ? -1 : 1)
    .map(([name, schema]) =>
      html`<article id="${name}">${
        schema.properties
          ? fieldTable(name, fieldsOf(schema))
          : html`<p>${name}: ${typeCode(schema)}</p>`
      }</article>`
    );
}

function errorTable(codes: OpenApiDocument["x-error-codes"]): Html {
  return html`<p>Every answer of 400 and above is <code>application/problem+json</code> with one of
    these codes. Codes are stable, texts are not.</p>
    ${
    table(
      "",
      codes.map(({ code, status, title, retryable }) => [
        html`<span id="error-${code}">${code}</span>`,
        String(status),
        retryable ? `${title}: trying again may help` : title,
      ]),
    )
  }`;
}

function fieldTable(caption: string, fields: readonly Field[]): Html {
  return table(
    caption,
    fields.map(({ name, schema, isRequired }) => [
      name,
      isRequired ? "required" : "optional",
      html`${typeCode(schema)}${"default" in schema ? ` = ${JSON.stringify(schema.default)}` : ""}`,
    ]),
  );
}

function table(caption: string, rows: readonly (string | Html | (string | Html)[])[][]): Html {
  return html`<table>${caption === "" ? "" : html`<caption>${caption}</caption>`}<tbody>${
    rows.map(([head, ...cells]) =>
      html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
    )
  }</tbody></table>`;
}

// Codes stand between backticks, and link to the table of errors.
function prose(text: string): Html[] {
  return text.split("`").map((part, index) =>
    index % 2 === 0 ? html`${part}` : html`<a href="#error-${part}"><code>${part}</code></a>`
  );
}

function typeCode(schema: JsonSchema): Html {
  return html`<code>${notationOf(schema)}</code>`;
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
