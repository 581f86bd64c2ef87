use fantoccini::wd::WindowHandle;
use serde_json::json;

use crate::{Visitor, runtime};

/// One of the visitor's tabs, to come back to.
pub struct Tab(WindowHandle);

impl Visitor {
    pub fn tab(&self) -> Tab {
        Tab(runtime().block_on(self.client.window()).expect("a tab is open"))
    }

    /// Opens an empty tab beside the others and looks at it.
    pub fn opens_a_second_tab(&self) -> Tab {
        let opened = runtime().block_on(self.client.new_window(true)).expect("a second tab");
        let tab = Tab(opened.handle);
        self.looks_at(&tab);
        self.keeps_time();
        tab
    }

    /// Opens a place of the app in a tab beside the others and looks at it.
    pub fn opens_beside(&self, address: &str) -> Tab {
        let tab = self.opens_a_second_tab();
        self.opens(address);
        tab
    }

    /// Looks at the window that a page has just opened.
    pub fn looks_at_the_new_window(&self) {
        let here = self.tab().0;
        let client = &self.client;
        let opened = self.eventually(async || {
            let windows = client.windows().await.ok()?;
            windows.into_iter().find(|window| *window != here)
        });
        self.looks_at(&Tab(opened.expect("a window opens")));
    }

    /// Every other tab and window closes, or was never there.
    pub fn is_left_with_one_window(&self) {
        let client = &self.client;
        let alone = self.eventually(async || (client.windows().await.ok()?.len() == 1).then_some(()));
        alone.unwrap_or_else(|| panic!("a second window stays; {}", self.surroundings()));
    }

    pub fn looks_at(&self, tab: &Tab) {
        runtime().block_on(self.client.switch_to_window(tab.0.clone())).expect("the tab is open");
    }

    /// Closes the tab that was looked at; the next is looked at explicitly.
    pub fn closes_the_tab(&self) {
        runtime().block_on(self.client.close_window()).expect("the tab closes");
    }

    /// Does the same in every tab, and comes back to the one that was looked at.
    pub fn in_every_tab(&self, act: impl Fn(&Self)) {
        let here = self.tab();
        for handle in runtime().block_on(self.client.windows()).expect("tabs are open") {
            self.looks_at(&Tab(handle));
            act(self);
        }
        self.looks_at(&here);
    }

    /// The computer sleeps: the clock is ahead when it wakes up, no timer has run, and the network comes back.
    ///
    /// The browser's own clock cannot be set, so every page is told another time, also each that is loaded from now on.
    pub(crate) fn lets_time_pass(&self, seconds: i64) {
        self.ahead.set(self.ahead.get() + seconds);
        self.in_every_tab(Self::puts_the_clock_forward);
        self.in_every_tab(Self::wakes_up);
    }

    /// The same in this tab alone, before the others.
    pub fn wakes_up_first(&self, seconds: i64) {
        let before = self.ahead.replace(self.ahead.get() + seconds);
        self.puts_the_clock_forward();
        self.wakes_up();
        self.ahead.set(before);
    }

    fn puts_the_clock_forward(&self) {
        self.keeps_time();
        self.asks_the_page(&format!("{}; return null", clock_ahead_by(self.ahead.get())));
    }

    fn wakes_up(&self) {
        self.asks_the_page("dispatchEvent(new Event('online')); return null");
    }

    /// What is loaded into this tab from now on knows how much time has passed.
    fn keeps_time(&self) {
        if self.ahead.get() != 0 {
            let source = clock_ahead_by(self.ahead.get());
            self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
        }
    }
}

fn clock_ahead_by(seconds: i64) -> String {
    format!("{{ const now = Date.itself ??= Date.now; Date.now = () => now() + {seconds}000 }}")
}
