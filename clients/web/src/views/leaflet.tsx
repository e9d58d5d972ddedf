// One A4 for the parents. What is printed is the sheet alone.
import {useApp} from '../app_context.ts';
import {today} from '../model/format.ts';
import {leafletSections} from '../model/leaflet.ts';
import {t} from '../text/index.ts';

export function LeafletView() {
  const {consult, settings, change} = useApp();
  const text = consult?.response?.familyText;
  return (
    <>
      <div class="view-head no-print">
        <h1 class="view-title" tabIndex={-1}>{t('leafletTitle')}</h1>
        {text ? (
          <>
            <div class="field field--practice">
              <label class="utrecht-form-label" for="practice">{t('leafletPractice')}</label>
              <input class="utrecht-textbox" id="practice" value={settings.practice} maxLength={90} autocomplete="off" aria-describedby="practice-hint" onInput={(event) => change({practice: event.currentTarget.value})} />
              <p class="quiet" id="practice-hint">{t('leafletPracticeHint')}</p>
            </div>
            <div class="row">
              <button type="button" class="utrecht-button utrecht-button--primary-action" onClick={() => print()}>{t('leafletPrint')}</button>
              <a class="utrecht-button utrecht-button--subtle" href="#/">{t('leafletToAdvice')}</a>
            </div>
          </>
        ) : <><p>{t('leafletEmpty')}</p><a class="utrecht-button utrecht-button--primary-action" href="#/">{t('leafletToAdvice')}</a></>}
      </div>
      {text && (
        <article class="sheet" lang="nl" aria-label={t('leafletTitle')}>
          {settings.practice && <p class="sheet__practice">{settings.practice}</p>}
          <h2 class="sheet__title">{t('leafletHeading')}</h2>
          {leafletSections(text).map((section, index) => (
            <section key={index} class={section.heading === '' ? 'sheet__part' : 'sheet__part sheet__part--headed'}>
              {section.heading && <h3>{section.heading}</h3>}
              {section.paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
              {section.items.length > 0 && <ul>{section.items.map((item) => <li key={item.text}>{item.text}{item.phone && <b>{item.phone}</b>}</li>)}</ul>}
            </section>
          ))}
          <p class="sheet__foot">{t('leafletDate', {date: today()})}. {t('leafletFoot')}</p>
        </article>
      )}
    </>
  );
}
