//! A file on its way to the server: multipart, piece by piece, bounded like every call.

use protocol::{ConversationId, Message};
use reqwest::{
    Body,
    multipart::{Form, Part},
};
use serde::Deserialize;
use serde_json::{Value, json};
use store::OutboxFile;
use tokio::{fs::File, io::AsyncReadExt as _};

use crate::{
    Error,
    error::FileError,
    http::{
        client::Rest,
        decode,
        endpoints::put_message_key,
        failure::{self, CallFailure},
        request::{AnswerHead, Request, read_bounded},
    },
    limits::{FILE_ADDRESS_CHARS, UPLOAD_ANSWER_BYTES, UPLOAD_PIECE, UPLOAD_WITHIN},
    upload::{endpoint::UploadEndpoint, progress::SentCounter},
};

/// The form's field that is the file.
const FIELD: &str = "file";

/// What a server answers to a file.
#[derive(Deserialize)]
struct Uploaded {
    url: String,
}

impl Rest {
    /// `POST` of a file to the upload endpoint, as the multipart field `file`. Answers the file's whole address.
    pub(crate) async fn upload(
        &self,
        endpoint: &UploadEndpoint,
        file: &OutboxFile,
        bytes: File,
        sent: SentCounter,
    ) -> Result<String, CallFailure> {
        let token = match endpoint.own {
            true => {
                let token = self.auth_token.wait_for_token().await;
                Some(token.map_err(CallFailure::never_sent)?)
            }
            false => None,
        };
        let attempt = async {
            let form = form(file, bytes, sent).map_err(CallFailure::never_sent)?;
            let http = self.http().map_err(CallFailure::never_sent)?;
            let mut request = http.post(endpoint.url.clone()).multipart(form);
            if let Some(token) = &token {
                request = request.bearer_auth(token.expose());
            }
            let asked = self.clock.reading();
            let response = request
                .timeout(UPLOAD_WITHIN)
                .send()
                .await
                .map_err(|error| failure::from_opening(&error, self.origin()))?;
            let answer = AnswerHead {
                asked,
                answered: self.clock.reading(),
                status: response.status(),
                meta: failure::ResponseMeta::from_response(&response),
            };
            let body = read_bounded(response, UPLOAD_ANSWER_BYTES).await?;
            match endpoint.own {
                true => self.judge(&answer, &body)?,
                false if answer.status.is_success() => {}
                false => return Err(failure::from_status(answer.status, &answer.meta, &body)),
            }
            address(endpoint, &body).map_err(CallFailure::answered)
        };
        let uploaded = self.exchange_with(token.as_ref(), attempt).await;
        uploaded.map_err(in_words_of_files)
    }

    /// `POST /support/messages`: a file that was uploaded, or the address of a picture.
    pub(crate) async fn send_file(
        &self,
        conversation: &ConversationId,
        file: &OutboxFile,
        url: &str,
        key: Option<&str>,
    ) -> Result<Message, CallFailure> {
        let kind = file.message_kind();
        let content = match kind {
            protocol::MessageKind::Image => url,
            _ => &file.name,
        };
        let mut body = json!({
            "conversationId": conversation.as_str(),
            "content": content,
            "type": kind.as_word(),
        });
        if let (Some(fields), Some(size)) = (body.as_object_mut(), file.size) {
            fields.insert("fileUrl".to_owned(), Value::from(url));
            fields.insert("fileName".to_owned(), Value::from(file.name.as_str()));
            fields.insert("fileSize".to_owned(), Value::from(size));
        }
        put_message_key(&mut body, key);
        let request = Request::post(&["support", "messages"], body);
        decode::message(&self.call(request).await?)
    }
}

/// The form with the file, which is read as it leaves.
fn form(file: &OutboxFile, bytes: File, sent: SentCounter) -> Result<Form, Error> {
    let size = file.size.unwrap_or_default();
    let pieces = futures_util::stream::try_unfold((bytes, sent), |(mut bytes, sent)| async move {
        let mut piece = vec![0; UPLOAD_PIECE];
        let read = bytes.read(&mut piece).await?;
        piece.truncate(read);
        sent.add(read as u64);
        Ok::<_, std::io::Error>((read > 0).then_some((piece, (bytes, sent))))
    });
    let part = Part::stream_with_length(Body::wrap_stream(pieces), size)
        .file_name(file.name.clone())
        .mime_str(&file.content_type)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Form::new().part(FIELD, part))
}

fn address(endpoint: &UploadEndpoint, body: &[u8]) -> Result<String, Error> {
    let unreadable = |why: &str| Error::UnreadableAnswer(format!("upload: {why}"));
    let uploaded: Uploaded =
        serde_json::from_slice(body).map_err(|error| unreadable(&error.to_string()))?;
    if uploaded.url.chars().count() > FILE_ADDRESS_CHARS || uploaded.url.trim().is_empty() {
        return Err(unreadable("no address"));
    }
    let url = endpoint.file_address(&uploaded.url);
    let url = url.ok_or_else(|| unreadable("not an https address"))?;
    Ok(url.into())
}

/// What a server says to a file as a person needs it: that one is too large is no fault of the message.
fn in_words_of_files(failure: CallFailure) -> CallFailure {
    let file_error = match failure.status {
        Some(404 | 405) => FileError::NoEndpoint,
        Some(413) => FileError::TooLargeForServer,
        Some(415) => FileError::TypeRefused,
        _ => return failure,
    };
    CallFailure {
        error: file_error.into(),
        ..failure
    }
}
