use fantoccini::Locator;

use crate::Visitor;

/// The pages of our own provider.
impl Visitor {
    /// Says who they are.
    pub fn chooses(&self, person: &str) {
        self.presses(Locator::Css(&choice(person)), &format!("person {person} to choose"));
    }

    /// Grants what the consent page lists.
    pub fn allows(&self) {
        self.presses(Locator::Css(ALLOW), "consent to give");
    }

    pub fn refuses(&self) {
        self.presses(Locator::Css(REFUSE), "consent to refuse");
    }

    /// From the app's button back to the app, as everybody does it the first time.
    pub fn signs_in_as(&self, person: &str) {
        self.clicks("Sign in with Lifen");
        self.chooses(person);
        self.allows();
    }

    /// Answers whatever the provider asks, be it nothing, until back in the app.
    pub fn gets_through_as(&self, person: &str) {
        let choice = choice(person);
        let through = self.eventually(async || {
            for answer in [choice.as_str(), ALLOW] {
                if let Some(button) = self.visible(Locator::Css(answer)).await {
                    let _ = button.click().await;
                }
            }
            self.came_back().await.then_some(())
        });
        through
            .unwrap_or_else(|| panic!("the provider does not let {person} through; {}", self.surroundings()));
    }
}

const ALLOW: &str = "[value='allow']";
const REFUSE: &str = "[value='refuse']";

fn choice(person: &str) -> String {
    format!("button[value='{person}']")
}

/// The pages that come with the certified provider.
impl Visitor {
    pub fn signs_in_at_the_certified_provider_as(&self, person: &str) {
        self.types("input[name='login']", person);
        self.types("input[name='password']", "any");
        self.clicks("Sign-in");
    }

    pub fn consents_at_the_certified_provider(&self) {
        self.clicks("Continue");
    }

    pub fn confirms_the_sign_out_at_the_certified_provider(&self) {
        self.clicks("Yes, sign me out");
    }
}
