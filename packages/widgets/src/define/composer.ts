import { MhComposer } from '../elements/composer/composer.ts';
import { register } from './register.ts';

register('mh-composer', MhComposer);
