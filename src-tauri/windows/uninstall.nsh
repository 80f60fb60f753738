; What the uninstaller does beside Tauri's own. Its question, whether the application's data go too, knows the folders that
; are named for the identifier; chats, drafts, pictures, the PIN and the log lie in a folder of the application's name.
; Never while it is replaced by a later version, and never unasked: what was not sent lies nowhere else.
; The tokens are in the Credential Manager, where a sign-out removes them.

!macro NSIS_HOOK_POSTUNINSTALL
  ${If} $DeleteAppDataCheckboxState = 1
  ${AndIf} $UpdateMode <> 1
    SetShellVarContext current
    RMDir /r "$LOCALAPPDATA\avvento-desk"
  ${EndIf}
!macroend
