//! Norwegian public holidays, by computation, for any year of the Gregorian calendar.
//!
//! Source: lov 24.2.1995 nr. 12 § 2 (the holy days) and lov 26.4.1947 nr. 1 § 1 (1 and 17 May, which count as Sundays).
//! Saturdays are no holidays, but move a deadline all the same. Not holidays: Christmas Eve, New Year's Eve, the
//! Saturday before Easter and the Wednesday before it.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// A public holiday that is not simply a Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// 1 January.
    NewYearsDay,
    /// Skjærtorsdag, three days before Easter Sunday.
    MaundyThursday,
    /// Langfredag, two days before.
    GoodFriday,
    /// Første påskedag.
    EasterSunday,
    /// Andre påskedag.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// 17 May.
    ConstitutionDay,
    /// Kristi himmelfartsdag, 39 days after Easter Sunday.
    AscensionDay,
    /// Første pinsedag, 49 days after.
    WhitSunday,
    /// Andre pinsedag, 50 days after.
    WhitMonday,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    BoxingDay,
}

impl Holiday {
    /// Its name in Norwegian, as the law writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewYearsDay => "1. nyttårsdag",
            Self::MaundyThursday => "skjærtorsdag",
            Self::GoodFriday => "langfredag",
            Self::EasterSunday => "1. påskedag",
            Self::EasterMonday => "2. påskedag",
            Self::LabourDay => "1. mai",
            Self::ConstitutionDay => "17. mai",
            Self::AscensionDay => "Kristi himmelfartsdag",
            Self::WhitSunday => "1. pinsedag",
            Self::WhitMonday => "2. pinsedag",
            Self::ChristmasDay => "1. juledag",
            Self::BoxingDay => "2. juledag",
        }
    }
}

/// Easter Sunday: the first Sunday after the first full moon on or after 21 March, by the Gregorian computus (the
/// «anonymous» algorithm, as in Meeus, Astronomical Algorithms, chapter 8).
pub fn easter_sunday(year: i16) -> Date {
    let year = i32::from(year);
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let (leap_centuries, century_rest) = (century / 4, century % 4);
    let moon_shift = (century + 8) / 25;
    let moon_correction = (century - moon_shift + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30;
    let (leap_years, year_rest) = (in_century / 4, in_century % 4);
    let to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let day_of_march = epact + to_sunday - 7 * late + 22;
    // Counted from 1 March, so that 32 March is 1 April.
    date(as_i16(year), 3, 1).saturating_add((day_of_march - 1).days())
}

fn as_i16(year: i32) -> i16 {
    i16::try_from(year).unwrap_or(i16::MAX)
}

/// The public holiday on this date. Where two fall together (17 May can be a day of Whitsun or Ascension), the movable
/// one is named.
pub fn holiday_on(day: Date) -> Option<Holiday> {
    let after_easter = day.since(easter_sunday(day.year())).map(|span| span.get_days()).unwrap_or(i32::MAX);
    match after_easter {
        -3 => return Some(Holiday::MaundyThursday),
        -2 => return Some(Holiday::GoodFriday),
        0 => return Some(Holiday::EasterSunday),
        1 => return Some(Holiday::EasterMonday),
        39 => return Some(Holiday::AscensionDay),
        49 => return Some(Holiday::WhitSunday),
        50 => return Some(Holiday::WhitMonday),
        _ => {}
    }
    match (day.month(), day.day()) {
        (1, 1) => Some(Holiday::NewYearsDay),
        (5, 1) => Some(Holiday::LabourDay),
        (5, 17) => Some(Holiday::ConstitutionDay),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::BoxingDay),
        _ => None,
    }
}

/// Whether a period may end on this date: neither Saturday, nor Sunday, nor public holiday.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && holiday_on(day).is_none()
}

/// This date if it is a working day, otherwise the next one (Reg. 1182/71 Art. 3(4), domstolloven § 149).
pub fn roll(day: Date) -> Date {
    let mut day = day;
    while !is_working_day(day) {
        day = day.saturating_add(1.day());
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holidays_of(year: i16) -> Vec<(Date, Holiday)> {
        let first = date(year, 1, 1);
        first
            .series(1.day())
            .take_while(|day| day.year() == year)
            .filter_map(|day| Some((day, holiday_on(day)?)))
            .collect()
    }

    #[test]
    fn the_holidays_of_2026_are_those_of_the_almanac() {
        use Holiday::*;
        let expected = [
            (date(2026, 1, 1), NewYearsDay),
            (date(2026, 4, 2), MaundyThursday),
            (date(2026, 4, 3), GoodFriday),
            (date(2026, 4, 5), EasterSunday),
            (date(2026, 4, 6), EasterMonday),
            (date(2026, 5, 1), LabourDay),
            (date(2026, 5, 14), AscensionDay),
            (date(2026, 5, 17), ConstitutionDay),
            (date(2026, 5, 24), WhitSunday),
            (date(2026, 5, 25), WhitMonday),
            (date(2026, 12, 25), ChristmasDay),
            (date(2026, 12, 26), BoxingDay),
        ];
        assert_eq!(holidays_of(2026), expected);
    }

    #[test]
    fn easter_is_right_in_years_that_are_known_to_be_hard() {
        for (year, month, day) in [
            (1954, 4, 18), // the algorithm without its last correction gives the 25th
            (1961, 4, 2),
            (1981, 4, 19), // likewise
            (2000, 4, 23),
            (2008, 3, 23), // the earliest of our time
            (2011, 4, 24),
            (2025, 4, 20),
            (2027, 3, 28),
            (2038, 4, 25), // the latest that there can be
            (2049, 4, 18),
            (2076, 4, 19),
            (2100, 3, 28),
            (2160, 3, 23),
            (2199, 4, 14),
        ] {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn every_year_from_1950_to_2199_has_its_holidays() {
        for year in 1950..=2199 {
            let easter = easter_sunday(year);
            assert_eq!(easter.weekday(), Weekday::Sunday);
            assert!(date(year, 3, 22) <= easter && easter <= date(year, 4, 25), "{easter}");
            // Twelve, or fewer where 1 or 17 May falls together with one that moves.
            let count = holidays_of(year).len();
            assert!((10..=12).contains(&count), "{year}: {count}");
        }
    }

    #[test]
    fn the_days_around_a_holiday_are_working_days() {
        for day in [date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 1), date(2026, 5, 15), date(2026, 2, 6)] {
            assert!(is_working_day(day), "{day}");
        }
        assert!(!is_working_day(date(2026, 4, 4)), "the Saturday before Easter is a Saturday");
        assert_eq!(roll(date(2026, 4, 2)), date(2026, 4, 7));
        assert_eq!(roll(date(2026, 12, 24)), date(2026, 12, 24));
    }
}
