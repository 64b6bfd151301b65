"use strict";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
const at = (id) => document.getElementById(id);
let api;

/** An element with properties and children; text is never read as HTML. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** What a reference points to. */
function resolve(value) {
  while (value && value.$ref) {
    value = value.$ref.slice(2).split("/").reduce((part, key) => part[key], api);
  }
  return value || {};
}

/** A value that fits a schema, to start from. */
function example(schema, depth = 0) {
  schema = resolve(schema);
  if (depth > 6) return null;
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.oneOf || (schema.type ? null : schema.anyOf);
  if (choice) return example(choice[0], depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object") {
    const names = Object.keys(schema.properties || {});
    return Object.fromEntries(names.map((name) => [name, example(schema.properties[name], depth + 1)]));
  }
  if (type === "array") return [example(schema.items, depth + 1)];
  if (type === "integer" || type === "number") return schema.minimum ?? 0;
  if (type === "boolean") return true;
  if (type !== "string") return null;
  const known = {
    email: "name@example.org",
    uuid: "00000000-0000-4000-8000-000000000000",
    date: "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    uri: "http://example.org/",
  };
  return known[schema.format] ?? "text".padEnd(schema.minLength ?? 0, "x").slice(0, schema.maxLength);
}

/** A schema's type and rules in a few words. */
function words(schema) {
  const own = resolve(schema);
  if (own.anyOf && !own.type) return own.anyOf.map(words).join(" or ");
  if (own.oneOf) return own.oneOf.map(words).join(" or ");
  if ("const" in own) return JSON.stringify(own.const);
  if (own.enum) return own.enum.map((value) => JSON.stringify(value)).join(" or ");
  const name = schema.$ref ? schema.$ref.split("/").pop() : [own.type ?? "anything"].flat().join(" or ");
  const list = own.items ? ` of ${words(own.items)}` : "";
  const hidden = ["type", "description", "properties", "required", "items", "additionalProperties", "anyOf"];
  const rules = Object.entries(own)
    .filter(([key]) => !hidden.includes(key))
    .map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : value}`);
  return [name + list, ...(schema.$ref ? [] : rules)].join(", ");
}

function table(heads, rows) {
  const row = (cells, name) => element("tr", {}, ...cells.map((cell) => element(name, {}, cell)));
  return element("table", {}, row(heads, "th"), ...rows.map((cells) => row(cells, "td")));
}

/** The fields of an object, and of the objects in it, as rows. */
function fields(schema, prefix = "", depth = 0) {
  const own = resolve(schema);
  if (own.items) return fields(own.items, `${prefix}[].`, depth + 1);
  if (!own.properties || depth > 4) return [];
  return Object.entries(own.properties).flatMap(([name, field]) => [
    [prefix + name, words(field), (own.required ?? []).includes(name) ? "required" : "", field.description ?? ""],
    ...fields(field, `${prefix + name}.`, depth + 1),
  ]);
}

function describe(title, schema) {
  const rows = fields(schema);
  return [
    element("h3", {}, title),
    element("p", { className: "muted" }, words(schema)),
    rows.length ? table(["Field", "Type", "", ""], rows) : null,
  ];
}

/** The inputs of the parameters, by place and name. */
function inputs(parameters) {
  return parameters.map((parameter) => {
    const schema = resolve(parameter.schema);
    const input = element("input", {
      required: parameter.required,
      placeholder: [schema.type ?? ""].flat()[0],
      value: parameter.in === "path" ? String(example(schema) ?? "") : "",
    });
    input.setAttribute("aria-label", parameter.name);
    return { parameter, input };
  });
}

/** The editor of the body, and how it is sent. */
function bodyEditor(content) {
  const [type, { schema }] = Object.entries(content)[0];
  const value = example(schema);
  if (type === "application/json") {
    const area = element("textarea", { value: JSON.stringify(value, null, 2), spellcheck: false });
    area.setAttribute("aria-label", "Body");
    return { type, schema, node: area, read: () => ({ type, body: area.value }) };
  }
  const list = Object.entries(value ?? {}).map(([name, text]) => [name, element("input", { value: String(text) })]);
  const rows = list.map(([name, input]) => [name, input]);
  const multipart = type === "multipart/form-data";
  const name = element("input", { placeholder: "name of the file field" });
  const file = element("input", { type: "file" });
  if (multipart) rows.push([name, file]);
  const read = () => {
    const form = multipart ? new FormData() : new URLSearchParams();
    for (const [key, input] of list) form.append(key, input.value);
    if (multipart && file.files[0]) form.append(name.value || "file", file.files[0]);
    // The browser writes the content type, with the boundary it chose.
    return { body: form };
  };
  return { type, schema, node: table(["Field", "Value"], rows), read };
}

async function send(method, path, given, body, output) {
  const query = new URLSearchParams();
  for (const { parameter, input } of given) {
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.value !== "") query.append(parameter.name, input.value);
  }
  const headers = { "x-requested-with": "docs" };
  if (at("token").value) headers.authorization = `Bearer ${at("token").value}`;
  const request = body ? body.read() : {};
  if (request.type) headers["content-type"] = request.type;
  const url = path + (query.size ? `?${query}` : "");
  output.replaceChildren(element("p", { className: "muted" }, "…"));
  const start = performance.now();
  try {
    const answer = await fetch(url, { method: method.toUpperCase(), headers, body: request.body });
    const took = Math.round(performance.now() - start);
    const status = element("p", { className: answer.ok ? "good" : "bad" },
      `${answer.status} ${answer.statusText} in ${took} ms, request ${answer.headers.get("x-request-id")}`);
    const text = element("pre");
    output.replaceChildren(status, text);
    await show(answer, text);
  } catch (error) {
    output.replaceChildren(element("p", { className: "bad" }, String(error)));
  }
}

/** JSON in lines; a stream as it comes. */
async function show(answer, node) {
  const type = answer.headers.get("content-type") ?? "";
  if (type.includes("json")) {
    node.textContent = JSON.stringify(await answer.json(), null, 2);
  } else if (type.startsWith("text/event-stream")) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let next = await reader.read(); !next.done && node.isConnected; next = await reader.read()) {
      node.append(next.value);
    }
    await reader.cancel();
  } else if (type.startsWith("text/")) {
    node.textContent = await answer.text();
  } else {
    node.textContent = `${(await answer.blob()).size} bytes of ${type || "nothing"}`;
  }
}

function open(method, path, operation) {
  const given = inputs(operation.parameters ?? []);
  const content = operation.requestBody?.content;
  const body = content ? bodyEditor(content) : null;
  const output = element("div");
  const socket = Boolean(operation.responses["101"]);
  const responses = Object.entries(operation.responses).flatMap(([status, reference]) => {
    const response = resolve(reference);
    const schema = Object.values(response.content ?? {})[0]?.schema;
    return [[status, response.description, schema ? words(schema) : ""]];
  });
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const schema = Object.values(resolve(success?.[1]).content ?? {})[0]?.schema;
  const button = element("button", { className: "send", type: "button" }, "Send");
  button.addEventListener("click", () => send(method, path, given, body, output));
  at("operation").replaceChildren(...[
    element("h2", {}, `${method.toUpperCase()} ${path}`),
    operation.summary ? element("p", {}, operation.summary) : null,
    operation.description ? element("p", { className: "muted" }, operation.description) : null,
    operation.security ? element("p", { className: "muted" },
      `Requires authentication${operation["x-roles"] ? ` with the role ${operation["x-roles"].join(" or ")}` : ""}.`) : null,
    ...(given.length ? [element("h3", {}, "Parameters"),
      table(["Name", "In", "Type", "Value"], given.map(({ parameter, input }) =>
        [parameter.name + (parameter.required ? " *" : ""), parameter.in, words(parameter.schema), input]))] : []),
    ...(body ? [...describe(`Body: ${body.type}`, body.schema), body.node] : []),
    socket ? null : button,
    output,
    ...(schema ? describe("Answer", schema) : []),
    element("h3", {}, "Answers"),
    table(["Status", "Meaning", "Type"], responses),
  ].filter(Boolean));
}

function list(filter) {
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const operation = item[method];
      const text = `${method} ${path} ${operation.summary ?? ""}`.toLowerCase();
      if (!text.includes(filter.toLowerCase())) continue;
      const button = element("button", { type: "button", title: operation.summary ?? "" },
        element("span", { className: "method" }, method.toUpperCase()), path);
      button.addEventListener("click", () => { location.hash = operation.operationId; });
      button.dataset.id = operation.operationId;
      const tag = operation.tags?.[0] ?? "";
      groups.set(tag, [...(groups.get(tag) ?? []), button]);
    }
  }
  at("operations").replaceChildren(...[...groups].flatMap(([tag, buttons]) => [element("h3", {}, tag), ...buttons]));
  mark();
}

function mark() {
  for (const button of at("operations").querySelectorAll("button")) {
    button.setAttribute("aria-current", String(button.dataset.id === location.hash.slice(1)));
  }
}

function follow() {
  mark();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      if (item[method].operationId === location.hash.slice(1)) open(method, path, item[method]);
    }
  }
}

async function start() {
  api = await (await fetch("/openapi.json")).json();
  document.title = `${api.info.title} ${api.info.version}`;
  at("title").textContent = document.title;
  at("filter").addEventListener("input", (event) => list(event.target.value));
  addEventListener("hashchange", follow);
  list("");
  follow();
}

start().catch((error) => at("operation").replaceChildren(element("p", { className: "bad" }, String(error))));
