import '@metahub/widgets/define/all.js';
import './metahub-app.ts';
import { readLanguage, readTheme, showTheme } from './preferences.ts';

showTheme(readTheme());
document.documentElement.lang = readLanguage();
