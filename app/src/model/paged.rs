//! Which part of a long list is shown.

/// One of several pages, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paged {
    /// Which.
    pub page: usize,
    /// Of how many.
    pub pages: usize,
}

impl Default for Paged {
    fn default() -> Self {
        Self { page: 1, pages: 1 }
    }
}

impl Paged {
    /// The page that is asked for, of so many things; the last one where there are fewer.
    pub fn at(asked: usize, total: usize, per_page: usize) -> Self {
        let pages = total.div_ceil(per_page).max(1);
        Self { page: asked.clamp(1, pages), pages }
    }

    /// What is on this page of so many things.
    pub fn slice<T>(self, all: &[T], per_page: usize) -> &[T] {
        let from = (self.page - 1) * per_page;
        all.get(from..all.len().min(from + per_page)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_on_one_page_and_only_one() {
        let all: Vec<usize> = (0..45).collect();
        let pages = [1, 2, 3].map(|page| Paged::at(page, 45, 20));
        let shown: Vec<usize> = pages.iter().flat_map(|paged| paged.slice(&all, 20).to_vec()).collect();
        assert_eq!(shown, all);
        assert_eq!((Paged::at(0, 45, 20), Paged::at(9, 45, 20)), (pages[0], pages[2]));
        assert_eq!(Paged::at(1, 0, 20), Paged::default());
        assert_eq!(Paged::default().slice(&all[..0], 20), [0; 0]);
        assert_eq!(Paged { page: 9, pages: 9 }.slice(&all, 20), [0; 0]);
    }
}
