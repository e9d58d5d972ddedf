// What the page does, what happens to a question, the keys, the looks, and how to be forgotten.
import {useState} from 'preact/hooks';
import {useApp} from '../app_context.ts';
import {forgetRegion} from '../model/region.ts';
import type {Settings} from '../model/settings.ts';
import {tilesHost} from '../model/tiles.ts';
import {maybe, t, table} from '../text/index.ts';

const themes: Settings['theme'][] = ['auto', 'light', 'dark'];

export function HelpView() {
  const {settings, change} = useApp();
  const [said, setSaid] = useState('');
  const forget = () => {
    change({place: '', role: 'REQUESTER_ROLE_POH_JEUGD', practice: ''});
    void forgetRegion();
    setSaid(t('helpForgotten'));
  };
  return (
    <div class="prose">
      <h1 class="view-title" tabIndex={-1}>{t('helpTitle')}</h1>
      <h2 class="section-title">{t('helpWhat')}</h2>
      <p>{t('helpWhatText')}</p>
      <h2 class="section-title">{t('helpPrivacy')}</h2>
      <p>{t('helpPrivacyText')} {tilesHost() ? t('helpPrivacyTiles', {host: tilesHost()}) : t('helpPrivacyNobody')}</p>
      <p><button type="button" class="utrecht-button utrecht-button--secondary-action" onClick={forget}>{t('helpForget')}</button> <span role="status">{said}</span></p>
      <h2 class="section-title">{t('helpOffline')}</h2>
      <p>{t('helpOfflineText')}</p>
      <h2 class="section-title">{t('helpKeys')}</h2>
      <p>{t('helpKeysText')}</p>
      <dl class="keys">{table().keys.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <p><label class="tried"><input type="checkbox" checked={settings.shortcuts} onChange={() => change({shortcuts: !settings.shortcuts})} /><span>{t('helpKeysOn')}</span></label></p>
      <h2 class="section-title" id="look">{t('helpLook')}</h2>
      <fieldset class="choices choices--row" aria-labelledby="look">
        {themes.map((theme) => <label key={theme}><input type="radio" name="theme" checked={settings.theme === theme} onChange={() => change({theme})} /><span>{maybe(`theme_${theme}`)}</span></label>)}
      </fieldset>
      <p class="quiet"><a class="utrecht-link" href={document.querySelector('link[rel=license]')?.getAttribute('href') ?? ''}>{t('helpLicences')}</a></p>
    </div>
  );
}
