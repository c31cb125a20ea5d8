"""The statistics: figures of indicators, and the charts of them."""
