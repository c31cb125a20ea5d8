// Suggestions as one types: <input data-suggest="ADDRESS" data-count="…"> becomes a combobox with a list (ARIA
// Authoring Practices, Editable Combobox With List Autocomplete). Without this the form does the same in one step.

const PAUSE = 120; // ms without a key after which is asked
let lists = 0;

/** Arm every input below a node that has somewhere to ask. */
export function suggesting(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) new Combobox(input);
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.active = -1;
    this.list = element("ul", { id: `suggested-${++lists}`, className: "suggested", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.label ?? "");
    this.told = element("span", { className: "unseen" });
    this.told.setAttribute("role", "status");
    const state = {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(state)) input.setAttribute(name, value);
    input.after(this.list, this.told);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (!typed) return this.close();
    this.asking = new AbortController();
    try {
      const address = new URL(this.input.dataset.suggest, location.href);
      address.searchParams.set("q", typed);
      const answer = await fetch(address, { signal: this.asking.signal });
      if (!answer.ok) return this.close();
      this.show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.options = suggestions.map((each, number) => this.option(each, number));
    this.list.replaceChildren(...this.options);
    this.open(this.options.length > 0);
    this.told.textContent = (this.input.dataset.count ?? "{}").replace("{}", this.options.length);
  }

  option({ url, label, language, name, kind }, number) {
    const option = element("li", { id: `${this.list.id}-${number}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.address = url;
    option.append(named(label, language), element("span", { className: "kind", textContent: kind }));
    if (name) option.lastChild.append(kind ? " · " : "", named(name.text, name.language));
    return option;
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open(this.options.length > 0);
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    }
  }

  /** Go on to the next option or back; from the last one to the field itself, and on to the first. */
  move(step) {
    const places = this.options.length + 1;
    this.select(((this.active + 1 + step + places) % places) - 1);
  }

  select(active) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = active;
    const option = this.options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  open(open) {
    this.select(-1);
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
  }

  choose(option) {
    if (option) location.assign(option.dataset.address);
  }
}

function named(text, language) {
  const node = element("bdi", { textContent: text });
  if (language) node.lang = language;
  return node;
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
