//! What is heard of news, when, and what happens without a device.
use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use parking_lot::Mutex;
use protocol::{ConversationId, UtcMs};
use shell::{
    alerts::{
        choice::{DueSound, SoundPause, sound_for},
        player::{AudioOutput, SoundError, SoundPlayer},
        quiet::quiet_until,
        sound::{AlertSound, SAMPLE_RATE},
    },
    limits::{QUIET_LONGEST, SOUND_PAUSE},
    notifications::batch::{ConversationNews, DueNotification, SummaryNews},
    preferences::{AlertSounds, Preferences},
};

fn of_chat(is_new_conversation: bool) -> DueNotification {
    DueNotification::Conversation(ConversationNews {
        conversation: ConversationId::new("a").unwrap(),
        newest: None,
        count: 1,
        is_new_conversation,
    })
}

fn summary(opened: u32) -> DueNotification {
    DueNotification::Summary(SummaryNews {
        messages: 9,
        conversations: 9,
        opened,
    })
}

#[test]
fn a_new_conversation_outweighs_messages() {
    use AlertSound::{NewConversation, NewMessage};
    for (due, sound) in [
        (vec![], None),
        (vec![of_chat(false)], Some(NewMessage)),
        (vec![of_chat(false), of_chat(true)], Some(NewConversation)),
        (vec![summary(0)], Some(NewMessage)),
        (vec![summary(2)], Some(NewConversation)),
    ] {
        assert_eq!(sound_for(&due), sound, "{due:?}");
    }
}

#[test]
fn a_burst_is_heard_once() {
    let mut pause = SoundPause::default();
    let preferences = Preferences::default();
    let mut heard = Vec::new();
    for tenth in 0..100 {
        let now = Duration::from_millis(100 * tenth);
        heard.extend(
            pause
                .admit(AlertSound::NewMessage, &preferences, now)
                .map(|_| now),
        );
    }
    let expected: Vec<Duration> = (0..4).map(|number| SOUND_PAUSE * number).collect();
    assert_eq!(heard, expected, "ten seconds of news, ten times a second");
}

#[test]
fn sounds_are_as_loud_as_chosen_or_off() {
    let admit = |change: fn(&mut Preferences)| {
        let mut preferences = Preferences::default();
        change(&mut preferences);
        let preferences = preferences.clamped();
        let due = SoundPause::default().admit(AlertSound::NewMessage, &preferences, Duration::ZERO);
        due.map(|due| due.volume)
    };
    assert_eq!(admit(|chosen| chosen.sound_volume = 0.3), Some(0.3));
    assert_eq!(admit(|chosen| chosen.sound_volume = 9.0), Some(1.0));
    assert_eq!(admit(|chosen| chosen.sound_volume = 0.0), None);
    assert_eq!(admit(|chosen| chosen.sound_volume = f64::NAN), Some(0.7));
    assert_eq!(admit(|chosen| chosen.alert_sounds = AlertSounds::Off), None);
}

#[test]
fn the_sounds_differ_and_neither_clicks() {
    let both = [AlertSound::NewMessage, AlertSound::NewConversation];
    for sound in both {
        let samples = sound.samples();
        let seconds = samples.len() as f32 / SAMPLE_RATE as f32;
        assert!((0.3..1.0).contains(&seconds), "{sound:?}: {seconds} s");
        assert!(
            samples.iter().all(|sample| sample.abs() <= 1.0),
            "{sound:?}"
        );
        assert!(
            samples.iter().any(|sample| sample.abs() > 0.3),
            "{sound:?} is heard"
        );
        let largest = samples.windows(2).map(|two| (two[1] - two[0]).abs());
        assert!(largest.fold(0.0, f32::max) < 0.2, "{sound:?} has no leap");
        let (first, last) = (samples[0].abs(), samples[samples.len() - 1].abs());
        assert!(
            first.max(last) < 0.01,
            "{sound:?} begins and ends in silence"
        );
    }
    assert_ne!(both[0].samples(), both[1].samples());
}

#[test]
fn do_not_disturb_ends_by_itself_whatever_the_clock() {
    let now = UtcMs(1_000_000_000_000);
    let after = |ms: i64| UtcMs(now.0 + ms);
    let longest = i64::try_from(QUIET_LONGEST.as_millis()).unwrap();
    assert_eq!(quiet_until(None, now), None);
    assert_eq!(quiet_until(Some(after(1)), now), Some(after(1)));
    assert_eq!(quiet_until(Some(now), now), None, "it is over");
    assert_eq!(quiet_until(Some(after(longest)), now), Some(after(longest)));
    assert_eq!(
        quiet_until(Some(after(longest + 1)), now),
        None,
        "a clock that was set back makes no silence of years"
    );
    assert_eq!(quiet_until(Some(UtcMs(i64::MAX)), UtcMs(i64::MIN)), None);
}

/// Plays what a test says it does: each sound waits for an outcome.
struct FakeAudio {
    outcomes: mpsc::Receiver<Result<(), SoundError>>,
    played: Arc<Mutex<Vec<AlertSound>>>,
}

impl AudioOutput for FakeAudio {
    fn play(&mut self, sound: DueSound) -> Result<(), SoundError> {
        self.played.lock().push(sound.sound);
        match self.outcomes.recv() {
            Ok(outcome) => outcome,
            Err(_) => panic!("the driver breaks down"),
        }
    }
}

const SOUND: DueSound = DueSound {
    sound: AlertSound::NewMessage,
    volume: 1.0,
};

type Played = Arc<Mutex<Vec<AlertSound>>>;

fn player() -> (SoundPlayer, mpsc::Sender<Result<(), SoundError>>, Played) {
    let (sender, outcomes) = mpsc::channel();
    let played = Played::default();
    let output = FakeAudio {
        outcomes,
        played: Arc::clone(&played),
    };
    (SoundPlayer::start(output), sender, played)
}

#[tokio::test]
async fn a_device_that_was_missing_is_found_later() {
    let (player, outcomes, played) = player();
    outcomes.send(Err(SoundError::NoDevice)).unwrap();
    assert_eq!(player.test(SOUND).await, Err(SoundError::NoDevice));
    outcomes.send(Ok(())).unwrap();
    assert_eq!(player.test(SOUND).await, Ok(()));
    assert_eq!(played.lock().len(), 2);
}

#[tokio::test]
async fn a_driver_that_breaks_down_costs_one_sound() {
    let (player, outcomes, played) = player();
    drop(outcomes);
    for _ in 0..2 {
        assert_eq!(player.test(SOUND).await, Err(SoundError::NoAnswer));
    }
    assert_eq!(played.lock().len(), 2, "the second was tried again");
}

#[tokio::test]
async fn a_device_that_hangs_holds_nobody_up() {
    let (player, outcomes, played) = player();
    for _ in 0..1_000 {
        player.play(SOUND);
    }
    assert_eq!(player.test(SOUND).await, Err(SoundError::Busy));
    outcomes.send(Ok(())).unwrap();
    // It has ended when the next sound is taken.
    outcomes.send(Ok(())).unwrap();
    loop {
        match player.test(SOUND).await {
            Err(SoundError::Busy) => tokio::task::yield_now().await,
            outcome => break assert_eq!(outcome, Ok(())),
        }
    }
    assert_eq!(played.lock().len(), 2, "what came meanwhile is left out");
}
