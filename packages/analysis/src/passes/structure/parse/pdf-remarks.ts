/** What a PDF says besides its pages' text: notes, form values, where links lead, titles of the outline, properties; each once. */
export class PdfRemarks {
  readonly #texts = new Set<string>();

  get texts(): readonly string[] {
    return [...this.#texts];
  }

  addAnnotations(annotations: readonly unknown[]): void {
    for (const annotation of annotations) {
      const known = annotation as Annotation;
      this.#add(known.url ?? known.unsafeUrl);
      this.#add(known.contentsObj?.str ?? known.contents);
      this.#add(known.titleObj?.str);
      this.#add(known.alternativeText);
      this.#addValue(known.fieldValue);
      for (const line of known.textContent ?? []) this.#add(line);
    }
  }

  /** Fields of the form, those on no page too. */
  addFields(fields: unknown): void {
    for (const widgets of Object.values((fields ?? {}) as Record<string, unknown>))
      if (Array.isArray(widgets))
        for (const widget of widgets as FieldObject[]) {
          this.#addValue(widget?.value);
          this.#addValue(widget?.defaultValue);
        }
  }

  addOutline(items: unknown): void {
    const todo = Array.isArray(items) ? [...items] : [];
    for (let count = 0; count < MANY && todo.length > 0; count++) {
      const item = todo.shift() as OutlineItem;
      this.#add(item.title);
      this.#add(item.url ?? item.unsafeUrl);
      if (Array.isArray(item.items)) todo.push(...item.items);
    }
  }

  addScripts(scripts: unknown): void {
    for (const list of Object.values((scripts ?? {}) as Record<string, unknown>))
      if (Array.isArray(list)) for (const script of list) this.#add(script);
  }

  addInfo(info: Readonly<Record<string, unknown>>): void {
    for (const key of ["Title", "Author", "Subject", "Keywords"]) this.#add(info[key]);
    for (const value of Object.values((info.Custom ?? {}) as Record<string, unknown>)) this.#add(value);
  }

  #addValue(value: unknown): void {
    if (Array.isArray(value)) for (const part of value) this.#add(part);
    // A box that is not ticked.
    else if (value !== "Off") this.#add(value);
  }

  #add(text: unknown): void {
    if (typeof text === "string" && text.trim() !== "" && this.#texts.size < MANY) this.#texts.add(text.trim());
  }
}

const MANY = 50_000;

interface Annotation {
  url?: string;
  unsafeUrl?: string;
  contents?: string;
  contentsObj?: { str?: string };
  titleObj?: { str?: string };
  alternativeText?: string;
  fieldValue?: unknown;
  textContent?: string[];
}

interface FieldObject {
  value?: unknown;
  defaultValue?: unknown;
}

interface OutlineItem {
  title?: string;
  url?: string;
  unsafeUrl?: string;
  items?: unknown[];
}
