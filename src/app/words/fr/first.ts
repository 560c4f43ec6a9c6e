/** Words of the start page, and what every other screen says, too, in French. */
import type { Explanation } from '../explanation.ts';
import { list } from './counting.ts';

export default {
  product: 'Parley',
  list,

  common: {
    cancel: 'Annuler',
    close: 'Fermer',
    dismiss: 'Masquer',
    undo: 'Annuler l’action',
    open: 'Ouvrir',
    loading: 'Ouverture…',
    skip: 'Aller à la page',
    start: 'Tous les espaces de travail',
    reload: 'Recharger',
    again: 'Réessayer',
    safe: 'Ce qui est en sécurité',
    nextStep: 'Ce que tu peux faire',
    check: 'Vérifier ce navigateur',
    checkInTab: 'Vérifier ce navigateur (dans un nouvel onglet)',
    me: 'toi',
    notices: 'Annonces',
    untitled: 'Sans titre',
    notLoaded: 'Une partie de Parley n’a pas pu être chargée. Recharge la page pour réessayer.',
    title: (parts: readonly string[]) => [...parts, 'Parley'].join(' · '),
  },

  start: {
    tagline: 'Écrire ensemble, sans serveur à qui faire confiance.',
    create: 'Nouvel espace de travail',
    invited: 'J’ai une invitation',
    restore: 'Restaurer une sauvegarde',
    here: 'Sur cet appareil',
    emptyTitle: 'Encore rien ici',
    empty:
      'Crée un espace de travail et écris. Quand tu le voudras, envoie un lien d’invitation à quelqu’un\u00a0: aucun compte n’est nécessaire.',
    lastOpened: (when: string) => `Ouvert ${when}`,
    as: (name: string) => `en tant que ${name}`,
    remove: (title: string) => `Retirer ${title} de ce navigateur`,
    removeShort: 'Retirer…',
    foot: 'Gardé dans ce navigateur. Sans compte. Fonctionne hors ligne.',
    listFailed: 'La liste n’a pas pu être lue. Recharge la page pour réessayer.',
    build: (id: string) => `Version ${id}`,
    noRelay:
      'Aucun relais n’est configuré à cette adresse\u00a0: tu peux y écrire, mais n’y rencontrer personne.',
    badSetup: (wrong: string) =>
      `Cette adresse est mal configurée\u00a0: ${wrong ? `${wrong} dans son config.json` : 'son config.json'} ne peut pas être utilisé. Tu peux y écrire, mais n’y rencontrer personne.`,
  },

  create: {
    title: 'Nouvel espace de travail',
    name: 'Nom de l’espace de travail',
    nameDefault: 'Notes sans titre',
    yourName: 'Ton nom',
    yourNameHint: 'Les autres le voient à côté de ce que tu écris.',
    nameNeeded: 'Écris un nom, pour que les autres sachent qui tu es.',
    go: 'Créer',
    busy: 'Création…',
    failed:
      'Ce navigateur n’a pas pu enregistrer l’espace de travail. Rien n’a été créé. Libère de la place et réessaie.',
    firstDocument: 'Première page',
  },

  /** Why a workspace does not open. */
  absent: {
    notHere: {
      title: 'Ce navigateur n’a pas cet espace de travail',
      happened: 'Il a été retiré de ce navigateur, ou il a été ouvert dans un autre.',
      safe: 'Ce que les autres membres ont n’est pas touché.',
      next: 'Ouvre-le sur l’appareil qui l’a, ou demande une invitation à un membre.',
    } satisfies Explanation,
    openFailed: {
      title: 'Cet espace de travail n’a pas pu être ouvert',
      happened: 'Le navigateur n’a pas pu lire ce qu’il avait enregistré.',
      safe: 'Rien n’a été supprimé. Les autres membres ont leurs propres copies.',
      next: 'Recharge la page. Si cela ne suffit pas, demande une invitation à un membre et entre de nouveau.',
    } satisfies Explanation,
  },
};
