//! Opening conversations: general ones, with support, and an order's chat. Each tells the personal
//! rooms of everybody in it.

use protocol::{ConversationStatus, OrderId, Role, UserId};

use super::{Support, require_member};
use crate::api_error::{ApiError, conversation_not_found};
use crate::clock::now;
use crate::database::WriteTransaction;
use crate::records::{ConversationRecord, Member, OrderRecord, Person};
use crate::tables::{conversations, orders, people};

const DEFAULT_SUBJECT: &str = "محادثة جديدة";
const NOT_YOUR_ORDER: ApiError = ApiError::Forbidden("You do not have access to this order");

impl Support {
    /// `POST /support/conversations`: with one other person.
    pub(crate) async fn open_with(
        &self,
        opener: &Person,
        other: &UserId,
        subject: Option<String>,
    ) -> Result<ConversationRecord, ApiError> {
        if opener.id == *other {
            let error = "participantId must be somebody else".to_owned();
            return Err(ApiError::Invalid(vec![error]));
        }
        let mut write = self.database.write().await?;
        let other = people::find(write.rows(), other)
            .await?
            .ok_or_else(|| ApiError::NotFound("Participant not found".to_owned()))?;
        let subject = subject.unwrap_or_else(|| DEFAULT_SUBJECT.to_owned());
        self.open(write, vec![other, opener.clone()], subject, None)
            .await
    }

    /// `POST /support/conversations/with-admin`: with every admin.
    pub(crate) async fn open_with_admin(
        &self,
        opener: &Person,
        subject: Option<String>,
    ) -> Result<ConversationRecord, ApiError> {
        let mut write = self.database.write().await?;
        let admins = people::list_by_role(write.rows(), &Role::Admin).await?;
        if admins.is_empty() {
            return Err(ApiError::NotFound("No admin available".to_owned()));
        }
        let mut persons = vec![opener.clone()];
        persons.extend(admins);
        let subject = subject.unwrap_or_else(|| DEFAULT_SUBJECT.to_owned());
        self.open(write, persons, subject, None).await
    }

    /// `POST /support/order-chat/:orderId`: the order's chat, made if there was none.
    pub(crate) async fn open_order_chat(
        &self,
        opener: &Person,
        id: &OrderId,
    ) -> Result<ConversationRecord, ApiError> {
        let mut write = self.database.write().await?;
        let order = orders::find(write.rows(), id).await?;
        if let Some(found) = conversations::find_by_order(write.rows(), id).await? {
            return if is_unclaimed_by(opener, order.as_ref(), &found) {
                self.admit_customer(write, opener, found).await
            } else {
                require_member(opener, found)
            };
        }
        let persons = order_party(&mut write, opener, order.as_ref()).await?;
        let subject = match &order {
            Some(order) => format!("طلب #{}", order.number),
            None => format!("طلب #{}", short(id)),
        };
        self.open(write, persons, subject, Some(id.clone())).await
    }

    /// The customer of an order comes to its chat, which somebody else opened.
    async fn admit_customer(
        &self,
        mut write: WriteTransaction,
        customer: &Person,
        chat: ConversationRecord,
    ) -> Result<ConversationRecord, ApiError> {
        conversations::put_first(write.rows(), &chat.id, &customer.id).await?;
        let after = conversations::find(write.rows(), &chat.id)
            .await?
            .ok_or_else(conversation_not_found)?;
        let committed = write.commit().await?;
        self.rooms.emit_conversation(&after);
        drop(committed);
        Ok(after)
    }

    async fn open(
        &self,
        mut write: WriteTransaction,
        persons: Vec<Person>,
        subject: String,
        related_order: Option<OrderId>,
    ) -> Result<ConversationRecord, ApiError> {
        let now = now();
        let mut members: Vec<Member> = Vec::new();
        for person in persons {
            if !members.iter().any(|member| member.person.id == person.id) {
                members.push(Member { person, unread: 0 });
            }
        }
        let record = ConversationRecord {
            id: self.ids.next(now)?,
            subject,
            status: ConversationStatus::Open,
            related_order,
            members,
            last_message: None,
            created_at: now,
            updated_at: now,
        };
        conversations::insert(write.rows(), &record).await?;
        let committed = write.commit().await?;
        self.rooms.emit_conversation(&record);
        drop(committed);
        Ok(record)
    }
}

/// Whether a chat waits for its customer, and this is the one: the order's, where it is known, else the first
/// customer who comes.
fn is_unclaimed_by(
    opener: &Person,
    order: Option<&OrderRecord>,
    chat: &ConversationRecord,
) -> bool {
    if chat.member(&opener.id).is_some() {
        return false;
    }
    match order.and_then(|order| order.customer.as_ref()) {
        Some(customer) => *customer == opener.id,
        None => {
            let claimed = chat
                .members
                .iter()
                .any(|member| member.person.role == Role::User);
            opener.role == Role::User && !claimed
        }
    }
}

/// The members of an order's chat: its customer, its restaurant, whoever opened it, and the admins. Whose an
/// unknown order is cannot be told: only a customer's it can be.
async fn order_party(
    write: &mut WriteTransaction,
    opener: &Person,
    order: Option<&OrderRecord>,
) -> Result<Vec<Person>, ApiError> {
    let mut persons = Vec::new();
    if let Some(order) = order {
        for id in [&order.customer, &order.restaurant].into_iter().flatten() {
            persons.extend(people::find(write.rows(), id).await?);
        }
    }
    let involved = persons.iter().any(|person| person.id == opener.id);
    let customer = order.is_none() && opener.role == Role::User;
    if !involved && !customer && opener.role != Role::Admin {
        return Err(NOT_YOUR_ORDER);
    }
    persons.push(opener.clone());
    persons.extend(people::list_by_role(write.rows(), &Role::Admin).await?);
    Ok(persons)
}

/// The last four characters: how people name an order without a number.
fn short(id: &OrderId) -> String {
    let mut last: Vec<char> = id.as_str().chars().rev().take(4).collect();
    last.reverse();
    last.into_iter().collect()
}
