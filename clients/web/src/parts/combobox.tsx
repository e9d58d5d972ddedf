// A text field with suggestions, as the ARIA practices describe it: the focus stays in the field, arrows walk through the list, Enter
// takes one, Escape closes. Nothing is suggested for text that holds personal data, or while a number is typed.
import {useEffect, useId, useRef, useState} from 'preact/hooks';
import {suggestTerms} from '../api/client.ts';
import type {TermSuggestion} from '../api/types.ts';
import {dutch, maybe, t} from '../text/index.ts';

interface Properties {
  id: string;
  name: string;
  label: string;
  value: string;
  fragment: (text: string) => string | undefined;  // what to ask suggestions for; undefined = nothing
  kinds: string[];
  hint?: string;
  describedBy?: string;
  invalid?: boolean;
  onInput: (value: string) => void;
  onPick: (suggestion: TermSuggestion) => void;
}

const pauseMs = 120;
const most = 7;

export function Combobox({id, name, label, value, fragment, kinds, hint, describedBy, invalid, onInput, onPick}: Properties) {
  const [list, setList] = useState<TermSuggestion[]>([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const typed = useRef(false);
  const listId = useId();

  useEffect(() => {
    const asked = typed.current ? fragment(value) : undefined;
    if (asked === undefined || asked.length < 2) {
      setOpen(false);
      return;
    }
    const controller = new AbortController();
    const wait = setTimeout(async () => {
      const found = await suggestTerms(asked, 20, controller.signal).catch(() => []);
      if (controller.signal.aborted || !typed.current) return;
      const shown = found.filter((one) => kinds.includes(one.kind ?? '')).slice(0, most);
      setList(shown);
      setActive(-1);
      setOpen(shown.length > 0 && document.activeElement?.id === id);
    }, pauseMs);
    return () => {
      clearTimeout(wait);
      controller.abort();
    };
  }, [value]);

  const pick = (index: number) => {
    const suggestion = list[index];
    if (!suggestion) return;
    typed.current = false;
    setOpen(false);
    onPick(suggestion);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Enter') typed.current = false; // what is still under way comes too late
    if (!open) return;
    const steps: Record<string, number> = {ArrowDown: 1, ArrowUp: -1};
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      // One place before the first is the field itself.
      setActive(((active + 1 + step + list.length + 1) % (list.length + 1)) - 1);
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      pick(active);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
    }
  };

  return (
    <>
      <label class="utrecht-form-label" for={id}>{label}</label>
      <div class="combo">
        <input
          class={`utrecht-textbox${invalid ? ' utrecht-textbox--invalid' : ''}`}
          id={id}
          name={name}
          value={value}
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
          aria-describedby={describedBy}
          aria-invalid={invalid ? true : undefined}
          placeholder={hint}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={1000}
          onInput={(event) => {
            typed.current = true;
            onInput(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(false)}
        />
        <ul class="combo__list" id={listId} role="listbox" aria-label={t('suggestions')} hidden={!open}>
          {open && list.map((suggestion, index) => (
            <li
              key={`${suggestion.kind}-${suggestion.code}-${index}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              class="combo__option"
              onMouseDown={(event) => {
                event.preventDefault(); // the focus stays in the field
                pick(index);
              }}
            >
              <span {...dutch()}>{suggestion.text}</span>
              <span class="combo__kind">{maybe(`kind_${suggestion.kind}`)}</span>
            </li>
          ))}
        </ul>
        <span class="visually-hidden" aria-live="polite">{open ? t('suggestionCount', {count: list.length}) : ''}</span>
      </div>
    </>
  );
}
