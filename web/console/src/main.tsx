import { render } from 'preact';
import './style/tokens.css';
import './style/base.css';
import './style/desk.css';
import './style/chat.css';
import './style/watch.css';
import './style/people.css';
import { App } from './views/app.tsx';
import './theme.ts';

render(<App />, document.getElementById('app') as HTMLElement);
