use fantoccini::wd::WindowHandle;

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
        tab
    }

    pub fn looks_at(&self, tab: &Tab) {
        runtime().block_on(self.client.switch_to_window(tab.0.clone())).expect("the tab is open");
    }
}
