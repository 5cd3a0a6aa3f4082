"""What leaves the machine: mail, webhooks and chats, where the environment asks for them."""
