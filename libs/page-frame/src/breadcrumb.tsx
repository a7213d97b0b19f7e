import { useLanguage } from './language.js';
import { frameWords } from './words.js';

export function Breadcrumb({ path, here }: { path: readonly { href: string; name: string }[]; here: string }) {
  return (
    <nav aria-label={frameWords[useLanguage()].crumbs} class="crumbs">
      <ul>
        {path.map(({ href, name }) => <li key={href}><a href={href}>{name}</a></li>)}
        <li aria-current="page">{here}</li>
      </ul>
    </nav>
  );
}
