import { MhProvider } from '../elements/provider/provider.ts';
import { register } from './register.ts';

register('mh-provider', MhProvider);
