/** Words for making an invite: for whom it is, for how many, for how long; in French. */
import { plural, quoted } from './counting.ts';

const usesOf = (n: number): string => plural(n, 'personne', 'personnes');

export default {
  title: 'Inviter des personnes',
  role: 'Elles',
  roles: { editor: 'peuvent modifier', reader: 'peuvent lire' },
  uses: 'Elle vaut pour',
  usesOf,
  expires: 'Elle prend fin',
  expiry: { day: 'après 24 heures', week: 'après 7 jours', never: 'jamais' },
  approval: 'Un admin ouvre à chaque personne',
  approvalHint: 'Toi, ou un autre admin, vois qui demande, et décides.',
  noRelay:
    'Aucun relais n’est configuré à cette adresse\u00a0: qui ouvre le lien ne trouve personne.',
  make: 'Créer le lien',
  making: 'Création du lien…',
  link: 'Lien d’invitation',
  copy: 'Copier le lien',
  copied: 'Copié',
  copyFailed: 'Le navigateur n’a pas permis de copier. Sélectionne le lien et copie-le à la main.',
  share: 'Partager…',
  qr: 'Code QR',
  qrLabel: 'Le même lien en code QR',
  who: (
    role: 'editor' | 'reader',
    uses: number,
    expiry: 'day' | 'week' | 'never',
    approval: boolean,
  ) => {
    const many = uses > 1;
    const end = { day: ' dans les 24 heures', week: ' dans les 7 jours', never: '' }[expiry];
    const can = role === 'editor' ? 'lire et modifier' : 'lire';
    if (approval)
      return `Qui ouvre ce lien${end} peut demander à entrer. Une fois entrée, chaque personne (${usesOf(uses)} au plus) peut ${can} tout ce qui est dans cet espace de travail.`;
    const who = many
      ? `Les ${uses} premières personnes qui ouvrent ce lien${end} peuvent`
      : `La première personne qui ouvre ce lien${end} peut`;
    return `${who} ${can} tout ce qui est dans cet espace de travail. Envoie-le comme une clé.`;
  },
  online: 'Un membre doit être en ligne au moment d’entrer. N’importe lequel convient.',
  onlineAdmin: 'Un admin doit être en ligne au moment de la demande, et pour y répondre.',
  another: 'Changer et en créer une autre',
  failed: 'L’invitation n’a pas pu être enregistrée\u00a0: aucun lien n’a été créé. Réessaie.',
  shareText: (title: string) => `Écris avec moi dans ${quoted(title)}`,
};
