import '@metahub/widgets/define/provider';
import './metahub-app.ts';
import { readLanguage, readTheme, showTheme } from './preferences.ts';

showTheme(readTheme());
document.documentElement.lang = readLanguage();
