"""The window: pages that only ask (views) and tell (actions), and the widgets they are made of."""
