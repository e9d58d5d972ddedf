// The text for the patient record, to copy with one key.
import {useRef, useState} from 'preact/hooks';
import {dutch, t} from '../text/index.ts';

export function RecordText({text}: {text: string}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t('recordCopied'));
    } catch {
      // No leave to write: the person copies what is selected.
      area.current?.select();
      setSaid(t('recordManual'));
    }
  };
  return (
    <section class="panel" aria-labelledby="record-title">
      <h2 class="panel__title" id="record-title">{t('recordTitle')}</h2>
      <label class="visually-hidden" for="record-text">{t('recordLabel')}</label>
      <textarea class="utrecht-textbox record" id="record-text" ref={area} readOnly rows={12} value={text} {...dutch()} />
      <p class="quiet">{t('recordLength', {count: [...text].length})}</p>
      <button id="kopieer" type="button" class="utrecht-button utrecht-button--primary-action" onClick={() => void copy()}>{t('recordCopy')}</button>
      <p class="said" role="status">{said}</p>
    </section>
  );
}
