// "Klopt niet?": says what is wrong with a record. The text is checked for personal data here, before it goes anywhere.
import {useState} from 'preact/hooks';
import {ApiError, reportIssue} from '../api/client.ts';
import {useApp} from '../app_context.ts';
import {findPersonalData} from '../model/privacy.ts';
import {t, table} from '../text/index.ts';
import {PersonalNotice, withoutPersonalData} from './personal.tsx';

const kinds = ['KIND_CONTACT', 'KIND_AGE_OR_AREA', 'KIND_ACCESS', 'KIND_WAITING_TIME', 'KIND_STOPPED', 'KIND_OTHER'];

export function Report({name}: {name: string}) {
  const {announce} = useApp();
  const [kind, setKind] = useState('');
  const [text, setText] = useState('');
  const [state, setState] = useState<'open' | 'sent' | {why: string}>('open');
  const findings = findPersonalData(text);
  const send = async (event: Event) => {
    event.preventDefault();
    if (findings.length > 0) return document.getElementById('report-text')?.focus();
    if (kind === '') return setState({why: t('reportKindMissing')});
    try {
      await reportIssue(name, kind, text.trim());
      setState('sent');
      announce(t('reportThanks'));
    } catch (error) {
      const offline = error instanceof ApiError && error.code === 'offline';
      const said = error instanceof ApiError && /^(invalid_argument|resource_exhausted)$/.test(error.code) ? error.message : '';
      setState({why: offline ? t('offlineTitle') : said || t('errorOther')});
    }
  };
  return (
    <details class="fold report">
      <summary>{t('report')}</summary>
      {state === 'sent' ? <p class="notice">{t('reportThanks')}</p> : (
        <form class="report__form" onSubmit={(event) => void send(event)} noValidate>
          <h3 class="panel__title">{t('reportTitle')}</h3>
          <fieldset class="choices">
            <legend>{t('reportKind')}</legend>
            {table().reportKinds.map((label, index) => (
              <label key={label}><input type="radio" name="report-kind" checked={kind === kinds[index]} onChange={() => setKind(kinds[index] ?? '')} /><span>{label}</span></label>
            ))}
          </fieldset>
          <label class="utrecht-form-label" for="report-text">{t('reportText')}</label>
          <p class="quiet" id="report-warn">{t('reportWarn')}</p>
          <textarea class="utrecht-textbox" id="report-text" rows={3} maxLength={500} value={text} aria-describedby="report-warn report-fault" aria-invalid={findings.length > 0 ? true : undefined} onInput={(event) => setText(event.currentTarget.value)} />
          <PersonalNotice id="report-fault" text={text} findings={findings} onClean={() => setText(withoutPersonalData(text))} />
          <p class="ask__fault" role="alert">{typeof state === 'object' ? t('reportFailed', {why: state.why}) : ''}</p>
          <button type="submit" class="utrecht-button utrecht-button--primary-action">{t('reportSend')}</button>
        </form>
      )}
    </details>
  );
}
