/** Words of a workspace, as everybody sees it who opens one, in French. */
import type { RemovalView } from '../../../host/session.ts';
import type { Role } from '../../../base/ids.ts';
import { list, plural, quoted } from './counting.ts';

export default {
  workspace: {
    name: 'Nom de l’espace de travail',
    documents: 'Documents',
    people: 'Personnes',
    activity: 'Activité',
    writers: 'Qui a écrit ceci',
    outline: 'Plan',
    comments: 'Commentaires',
    search: 'Chercher',
    newDocument: 'Nouveau document',
    newTitle: 'Sans titre',
    rename: 'Renommer',
    moveUp: 'Monter',
    moveDown: 'Descendre',
    delete: 'Supprimer',
    deleted: (title: string) => `${quoted(title)} a été supprimé.`,
    deletedList: (n: number) => `Documents supprimés (${n})`,
    restore: 'Rétablir',
    restoreOne: (title: string) => `Rétablir ${title}`,
    restored: (title: string) => `${quoted(title)} est de retour.`,
    unread: 'modifié depuis ta dernière visite',
    allRead: 'Tout marquer comme lu',
    moved: (title: string, place: number, of: number) => `${title}\u00a0: place ${place} sur ${of}`,
    options: (title: string) => `Options de ${title}`,
    documentTitle: 'Titre du document',
    none: 'Aucun document ici',
    noneBody: 'Commences-en un, ou rétablis un document supprimé de la liste.',
    noneReader: 'Personne n’en a encore commencé.',
    arriving: 'Les documents sont en route',
    arrivingBody:
      'Ils viennent de n’importe quel membre qui est là, et sont vérifiés à leur arrivée.',
    missing: 'Ce document n’est pas ici',
    missingBody: 'Il n’est peut-être pas encore arrivé, ou le lien vient d’un autre espace.',
    isDeleted: 'Ce document a été supprimé.',
    placeholder: 'Commence à écrire…',
    readOnly: 'Ici, tu peux lire, mais rien changer.',
  },

  bar: {
    label: 'Ce document',
    showDocuments: 'Montrer les documents',
    menu: 'Menu',
    invite: 'Inviter',
    here: (names: readonly string[]) =>
      names.length === 0 ? 'Personnes\u00a0: il n’y a que toi' : `Personnes\u00a0: ${list(names)}`,
    more: (n: number) => `+${n}`,
    read: 'Lire',
    write: 'Revenir à l’écriture',
    import: 'Importer un texte, du Markdown ou un tableau…',
    archive: 'Tout emporter…',
    exportMarkdown: 'Exporter en Markdown (.md)',
    exportText: 'Exporter en texte (.txt)',
    exportTable: 'Exporter en tableau (.csv)',
    shortcuts: 'Raccourcis clavier',
    recovery: 'Trousse de secours et sauvegarde…',
    history: 'Historique',
    colours: 'Montrer qui a écrit quoi',
    hideColours: 'Ne plus montrer qui a écrit quoi',
    find: 'Chercher et remplacer',
    theme: {
      system: 'Thème\u00a0: comme le système',
      light: 'Thème\u00a0: clair',
      dark: 'Thème\u00a0: sombre',
    },
  },

  pill: {
    label: 'État',
    saved: 'Enregistré ici',
    saving: 'Enregistrement…',
    synced: (n: number) => `Synchronisé avec ${n}`,
    syncing: 'Synchronisation…',
    sending: (n: number) => `Envoi\u00a0: ${n}`,
    receiving: (n: number) => `Réception\u00a0: ${n}`,
    offline: (n: number) =>
      n === 0 ? 'Hors ligne' : `Hors ligne · ${plural(n, 'enregistré', 'enregistrés')}`,
    nobody: 'Personne d’autre ici',
    connecting: 'Connexion…',
    noRelay: 'Relais introuvable',
    memory: 'Dans cet onglet seulement',
    failed: 'Non enregistré',
  },

  announce: {
    offline: 'Tu es hors ligne. Tes modifications sont enregistrées ici.',
    back: 'La connexion est revenue.',
    failed: 'Ta dernière modification n’a pas pu être enregistrée.',
    saved: 'Tes modifications sont de nouveau enregistrées.',
    noRelay: 'Le relais ne peut pas être joint. Tes modifications sont enregistrées ici.',
  },

  formats: {
    label: 'Mise en forme',
    heading: 'Titre',
    bold: 'Gras',
    italic: 'Italique',
    strike: 'Barré',
    link: 'Lien',
    bullets: 'Liste',
    numbers: 'Liste numérotée',
    tasks: 'Liste de tâches',
    quote: 'Citation',
    code: 'Code',
    comment: 'Commentaire',
    image: 'Image',
  },

  files: {
    tooLarge: (name: string, megabytes: number) =>
      `${quoted(name)} dépasse ${megabytes} Mo. Découpe-le, puis importe les parties.`,
    notText: (name: string) =>
      `${quoted(name)} n’est pas un fichier texte en UTF-8. Enregistre-le comme texte UTF-8, puis réessaie.`,
    unreadable: (name: string) => `${quoted(name)} n’a pas pu être lu.`,
    oneZip: (name: string) => `Un seul zip à la fois\u00a0: ${quoted(name)} a été laissé de côté.`,
    imported: (name: string) => `${quoted(name)} a été importé.`,
    dropHere: 'Dépose ici des fichiers texte ou Markdown pour les importer',
  },

  read: {
    empty: 'Rien n’est encore écrit.',
    image: (alt: string) => (alt ? `Image\u00a0: ${alt}` : 'Image'),
    label: (title: string) => `${title}, à lire`,
    done: 'fait',
    open: 'à faire',
  },

  /** CodeMirror's own phrases, by its names for them. */
  editor: {
    Find: 'Chercher',
    Replace: 'Remplacer par',
    next: 'Suivant',
    previous: 'Précédent',
    all: 'Tout sélectionner',
    'match case': 'Respecter la casse',
    regexp: 'Motif',
    'by word': 'Mots entiers',
    replace: 'Remplacer',
    'replace all': 'Tout remplacer',
    close: 'Fermer',
    'current match': 'Résultat actuel',
    'on line': 'à la ligne',
    'replaced match on line $': 'Remplacé à la ligne $',
    'replaced $ matches': '$ remplacements faits',
    'Control character': 'Caractère invisible',
    'Selection deleted': 'Sélection supprimée',
  },

  update: {
    ready: (id: string) => `Une nouvelle version est prête${id ? ` (${id})` : ''}.`,
    take: 'L’utiliser maintenant',
    later: 'Plus tard',
  },

  /** What of saving and of others everybody sees; the rest is status.ts. */
  status: {
    title: 'Où se trouve ton travail',
    failed:
      'Tes dernières modifications n’ont pas pu être enregistrées. Elles ne sont que dans cet onglet.',
    failedQuota:
      'Il n’y a plus de place dans ce navigateur. Tes dernières modifications ne sont que dans cet onglet.',
    failedNext:
      'Exporte ce document maintenant. L’enregistrement est retenté de lui-même\u00a0: laisse cet onglet ouvert et libère de la place.',
    failedClosed:
      'Le navigateur a fermé son stockage, ou un autre onglet a mis Parley à jour. Tes dernières modifications ne sont que dans cet onglet. Exporte ce document maintenant, puis recharge.',
    receiving: (n: number) =>
      `D’autres modifications arrivent\u00a0: ${plural(n, 'reçue', 'reçues')} jusqu’ici.`,
  },

  people: {
    device: (n: number) => `Appareil ${n}`,
    thisDevice: 'Cet appareil',
    you: (name: string) => `${name} (toi)`,
    invite: 'Inviter quelqu’un',
    asks: (name: string) => `${name} demande à entrer.`,
    asksAs: {
      reader: 'L’invitation permet de lire.',
      editor: 'L’invitation permet de modifier.',
      admin: 'L’invitation permet de modifier et d’inviter.',
    } satisfies Record<Role, string>,
    asksWords: 'Pour savoir qui c’est, demande-lui de lire les mots de son écran\u00a0:',
    letIn: 'Ouvrir',
    letInLabel: (name: string) => `Ouvrir à ${name}`,
    notNow: 'Pas maintenant',
    notNowLabel: (name: string) => `Pas maintenant\u00a0: ${name}`,
    notLetIn: (name: string) => `${name} n’a pas pu entrer\u00a0: l’invitation n’est plus valable.`,
    removed: {
      left: 'Tu as quitté cet espace de travail.',
      device: 'Cet appareil a été retiré.',
      deviceSaid: 'Un autre de tes appareils dit que celui-ci a été retiré.',
      by: (name: string) => `${name} t’a retiré l’accès.`,
      said: (name: string) => `Selon l’appareil de ${name}, l’accès t’a été retiré.`,
      unknown: 'Tu n’es plus membre.',
    },
    removedBody: {
      left: 'Tu peux lire et exporter ce qui est ici. Pour revenir, il te faut une nouvelle invitation.',
      member:
        'Tu peux lire et exporter ce qui est ici. Rien de nouveau n’arrive, et ce que tu ajoutes ne parvient à personne.',
      device:
        'Sur tes autres appareils, tu es toujours membre. Ici, tu peux lire et exporter ce qu’il y a\u00a0; rien de nouveau n’arrive, et ce que tu ajoutes ne parvient à personne.',
    } satisfies Record<RemovalView['what'], string>,
  },

  table: {
    newTable: 'Nouveau tableau',
    newTitle: 'Tableau sans titre',
    firstColumns: ['Nom', 'Notes'],
    opening: 'Ouverture du tableau…',
  },
};
