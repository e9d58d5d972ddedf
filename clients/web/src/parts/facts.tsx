// Facts as a list of terms, with a sign where one has to beware.
import type {Fact} from '../model/service_view.ts';
import {dutch} from '../text/index.ts';

export function Warn() {
  return <svg class="warn" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1.5 15.2 14H.8Z" /><path class="warn__mark" d="M8 6v4m0 1.7v.3" /></svg>;
}

export function Facts({facts, wide}: {facts: Fact[]; wide?: boolean}) {
  return (
    <dl class={wide ? 'facts facts--wide' : 'facts'}>
      {facts.map((fact) => (
        <div key={fact.label} class={fact.warn ? 'facts__warn' : undefined}>
          <dt>{fact.label}</dt>
          <dd {...dutch()}>{fact.warn && <Warn />}{fact.text}</dd>
        </div>
      ))}
    </dl>
  );
}
