"""The window: pages that only ask (views) and tell (actions), and the widgets they are made of."""

from ui.immortal import keep_none

keep_none()
