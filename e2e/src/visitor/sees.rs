use fantoccini::Locator;

use crate::{Visitor, runtime};

/// What a visitor can tell of the app's pages.
impl Visitor {
    /// The app shows this page (`data-page`).
    pub fn sees_page(&self, page: &str) {
        self.sees(&format!("main[data-page='{page}']"));
    }

    /// The app shows an error by this code, and one thing to do about it.
    pub fn sees_error(&self, code: &str) {
        self.sees(&format!("main[data-page='error'][data-code='{code}']"));
        // What it says may be fetched first.
        self.sees("main .primary");
        let primary =
            runtime().block_on(self.client.find_all(Locator::Css("main .primary"))).unwrap_or_default();
        assert_eq!(primary.len(), 1, "an error page offers one thing; {}", self.surroundings());
    }

    /// The one thing the page offers says this.
    pub fn is_offered(&self, words: &str) {
        self.sees_in("main .primary", words);
    }

    /// The app goes on with a session, but tells of this fault.
    pub fn sees_notice(&self, code: &str) {
        self.sees(&format!("main [data-notice='{code}']"));
    }

    /// The session's page gives this claim these words.
    pub fn sees_claim(&self, claim: &str, words: &str) {
        self.sees_in(&format!("main [data-claim='{claim}']"), words);
    }

    /// The page's title (`h1`) has these words.
    pub fn sees_heading(&self, words: &str) {
        self.sees_in("h1", words);
    }

    /// Somewhere in the page are these words.
    pub fn sees_text(&self, words: &str) {
        self.sees_in("body", words);
    }

    /// The address bar shows this place of the app, to the letter.
    pub fn is_at(&self, address: &str) {
        let place = self.place(address);
        let arrived = self.eventually(async || {
            let there = self.client.current_url().await.ok()?;
            (there.as_str() == place).then_some(())
        });
        arrived.unwrap_or_else(|| panic!("not at {place}; {}", self.surroundings()));
    }

    /// Something displayed matches the selector.
    pub fn sees(&self, selector: &str) {
        let seen = self.eventually(async || self.visible(Locator::Css(selector)).await);
        seen.unwrap_or_else(|| panic!("no {selector}; {}", self.surroundings()));
    }

    /// What matches the selector has these words in it.
    pub fn sees_words(&self, selector: &str, words: &str) {
        self.sees_in(selector, words);
    }

    fn sees_in(&self, selector: &str, words: &str) {
        let seen = self.eventually(async || {
            let text = self.client.find(Locator::Css(selector)).await.ok()?.text().await.ok()?;
            text.contains(words).then_some(())
        });
        seen.unwrap_or_else(|| panic!("no “{words}” in {selector}; {}", self.surroundings()));
    }

    /// The words a displayed element shows, once there are some.
    pub fn reads(&self, selector: &str) -> String {
        let read = self.eventually(async || {
            let text = self.visible(Locator::Css(selector)).await?.text().await.ok()?;
            (!text.is_empty()).then_some(text)
        });
        read.unwrap_or_else(|| panic!("no words in {selector}; {}", self.surroundings()))
    }

    /// What matched the selector is gone.
    pub fn sees_no(&self, selector: &str) {
        let gone = self.eventually(async || {
            self.client.find_all(Locator::Css(selector)).await.ok()?.is_empty().then_some(())
        });
        gone.unwrap_or_else(|| panic!("{selector} stays; {}", self.surroundings()));
    }

    /// The first displayed element has other words by now.
    pub fn sees_other_words(&self, selector: &str, before: &str) {
        let changed = self.eventually(async || {
            let text = self.visible(Locator::Css(selector)).await?.text().await.ok()?;
            (!text.is_empty() && text != before).then_some(())
        });
        changed.unwrap_or_else(|| panic!("{selector} still says {before}; {}", self.surroundings()));
    }

    /// Has this tab note when something matches the selector, by its own clock: nobody looks at two tabs at once.
    pub fn watches_for(&self, selector: &str) {
        let script = format!(
            "const note = () => {{ if (document.querySelector(`{selector}`)) window.noted ??= Date.now() }};
             new MutationObserver(note).observe(document, {{ subtree: true, childList: true, attributes: true }});
             note(); return null"
        );
        self.asks_the_page(&script);
    }

    /// When this tab saw what it watched for, in milliseconds.
    pub fn saw_it_at(&self) -> f64 {
        let seen =
            self.eventually(async || self.client.execute("return window.noted", vec![]).await.ok()?.as_f64());
        seen.unwrap_or_else(|| panic!("it never came; {}", self.surroundings()))
    }

    /// The time by the browser's clock, in milliseconds.
    pub fn clock(&self) -> f64 {
        self.asks_the_page("return Date.now()").as_f64().expect("a number")
    }

    /// Waits until the answer of a script's `return` is true, for what no person sees.
    pub fn waits_until(&self, script: &str) {
        let came =
            self.eventually(async || (self.client.execute(script, vec![]).await.ok()? == true).then_some(()));
        came.unwrap_or_else(|| panic!("{script}: never; {}", self.surroundings()));
    }

    /// Waits until userinfo has told this page of the person: no heading waits for that.
    pub fn hears_from_userinfo(&self) {
        self.waits_until(
            "return performance.getEntriesByType('resource')
                .some(({ name, responseStatus }) => name.endsWith('/userinfo') && responseStatus === 200)",
        );
    }

    /// Waits until something beyond the page is so.
    pub fn waits_for(&self, is_so: impl Fn() -> bool) {
        let came = self.eventually(async || is_so().then_some(()));
        came.unwrap_or_else(|| panic!("it never came; {}", self.surroundings()));
    }

    /// Whether the page shows these words anywhere now.
    pub fn has_text(&self, words: &str) -> bool {
        self.asks_the_page("return document.body.innerText").as_str().is_some_and(|text| text.contains(words))
    }

    /// Whether the page has such an element now.
    pub fn has(&self, selector: &str) -> bool {
        runtime().block_on(self.client.find(Locator::Css(selector))).is_ok()
    }
}
