/** Words of coming in by an invite, in French. */
import type { JoinFailure, JoinStep } from '../../../host/session.ts';
import type { Explanation } from '../explanation.ts';
import { list } from './counting.ts';

const steps: Record<JoinStep, (via: string) => string> = {
  relay: () => 'Joindre le relais',
  member: () => 'Trouver un membre',
  proof: (via) => (via ? `Montrer l’invitation à ${via}` : 'Montrer l’invitation'),
  asked: (via) => (via ? `Attendre la réponse (${via})` : 'Attendre une réponse'),
  admitted: (via) => (via ? `Accueil par ${via}` : 'Accueil'),
  receiving: () => 'Recevoir les documents',
  done: () => 'Prêt',
};

const failures: Record<JoinFailure, Explanation> = {
  NotALink: {
    title: 'Ce lien d’invitation n’est pas complet',
    happened:
      'Le lien est abîmé, ou il en manque une partie. Certains programmes de courrier coupent les liens longs.',
    safe: 'Rien n’a changé sur cet appareil, et l’invitation n’a pas été utilisée.',
    next: 'Copie de nouveau le lien entier, ou demandes-en un autre.',
  },
  NewerLink: {
    title: 'Cette invitation demande un Parley plus récent',
    happened: 'Elle a été faite par une version plus récente que celle d’ici.',
    safe: 'Rien n’a changé sur cet appareil, et l’invitation n’a pas été utilisée.',
    next: 'Recharge cette page pour avoir la dernière version, puis rouvre le lien.',
  },
  NoRelay: {
    title: 'Le relais ne répond pas',
    happened:
      'Le relais présente les appareils les uns aux autres. D’ici, il n’a pas pu être joint.',
    safe: 'L’invitation n’a pas été utilisée. Elle reste valable.',
    next: 'Vérifie ta connexion à Internet ou essaie un autre réseau, puis réessaie.',
  },
  NobodyOnline: {
    title: 'Personne de cet espace de travail n’est en ligne',
    happened:
      'Un membre doit être en ligne un moment pour t’ouvrir\u00a0; pour certaines invitations, un membre qui peut en décider. Aucun n’a répondu.',
    safe: 'L’invitation n’a pas été utilisée. Elle reste valable.',
    next: 'Demande à la personne qui t’a envoyé l’invitation d’ouvrir l’espace de travail, puis réessaie.',
  },
  UsedUp: {
    title: 'Cette invitation a déjà servi',
    happened: 'Elle valait pour un certain nombre de personnes, et toutes sont entrées.',
    safe: 'Rien n’a changé sur cet appareil.',
    next: 'Demande une nouvelle invitation à la personne qui te l’a envoyée.',
  },
  Expired: {
    title: 'Cette invitation a expiré',
    happened: 'Elle valait pour un temps limité, et ce temps est passé.',
    safe: 'Rien n’a changé sur cet appareil.',
    next: 'Demande une nouvelle invitation à la personne qui te l’a envoyée.',
  },
  Refused: {
    title: 'L’entrée t’a été refusée',
    happened:
      'L’appareil d’un membre a répondu et n’a pas accepté cette invitation. Elle a peut-être été retirée.',
    safe: 'Rien n’a changé sur cet appareil.',
    next: 'Demande une nouvelle invitation à la personne qui te l’a envoyée.',
  },
  Declined: {
    title: 'Pas maintenant',
    happened:
      'Une personne qui peut t’ouvrir a été interrogée, et a répondu\u00a0: pas maintenant.',
    safe: 'Rien n’a changé sur cet appareil, et l’invitation n’a pas été utilisée.',
    next: 'Parles-en avec la personne qui t’a envoyé l’invitation, puis réessaie.',
  },
  Unanswered: {
    title: 'Personne ne t’a encore ouvert',
    happened: 'Une personne qui peut t’ouvrir a été interrogée, et est partie avant de répondre.',
    safe: 'L’invitation n’a pas été utilisée. Elle reste valable.',
    next: 'Demande à la personne qui t’a envoyé l’invitation d’ouvrir l’espace de travail, puis réessaie.',
  },
  WrongHistory: {
    title: 'La réponse ne correspond pas à l’invitation',
    happened:
      'Un appareil a répondu, mais ce qu’il a envoyé n’est pas l’espace de travail que nomme ce lien.',
    safe: 'Rien n’en a été gardé.',
    next: 'Préviens la personne qui t’a envoyé l’invitation, et demandes-en une autre.',
  },
  Storage: {
    title: 'Ce navigateur n’a pas pu enregistrer l’espace de travail',
    happened: 'On t’a ouvert, mais le navigateur a refusé de garder ce qui est arrivé.',
    safe: 'Les autres membres ont toujours tout.',
    next: 'Libère de la place, ou prends une fenêtre normale au lieu d’une fenêtre privée, puis rouvre le lien.',
  },
};

export default {
  paste: 'Colle le lien d’invitation',
  pasteGo: 'Continuer',
  title: 'Une invitation pour toi',
  intro: 'Quelqu’un veut écrire avec toi. Dis qui tu es, et son appareil t’ouvrira.',
  go: 'Entrer',
  joining: 'Entrée…',
  steps,
  stepDone: 'fait',
  stepNow: 'en cours',
  stepWaiting: 'en attente',
  slow: 'Cela prend plus de temps que d’habitude. Tu peux laisser cet onglet ouvert, ou demander à un membre d’ouvrir l’espace de travail.',
  behind: (names: readonly string[]) => {
    const known = names.filter(Boolean);
    const who = list(known) || 'La personne qui l’a envoyé';
    const why =
      known.length > 1
        ? 'ont peut-être du retard, ou le retiennent'
        : 'a peut-être du retard, ou le retient';
    return `Dans ce qui est arrivé, il manque ce que promet ton lien. ${who} ${why}. Parley attend quelqu’un qui l’a.`;
  },
  asked:
    'Une personne décide de cette invitation, et voit maintenant ta demande. Laisse cet onglet ouvert, ou appelle-la.',
  words: 'Qui t’ouvre voit ces mots à côté de ton nom, et peut te demander de les lire\u00a0:',
  stop: 'Arrêter',
  stopped: 'Arrêté. L’invitation reste valable.',
  failures,
  gone: {
    title: 'L’invitation a été rangée',
    happened:
      'Pour ta sécurité, le secret du lien ne reste pas dans la barre d’adresse\u00a0; en rechargeant, la page l’oublie donc.',
    safe: 'L’invitation n’a pas été utilisée.',
    next: 'Rouvre le lien, ou colle-le ici.',
  } satisfies Explanation,
  another: 'Prendre un autre lien',
};
